// The stopwatch on deliveries: it hands everything on, and times some.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import type { Delivery } from "../src/rooms/audience.ts";
import { SampledAudience } from "../src/sampled-audience.ts";
import { RecordingAudience } from "./support/recording-audience.ts";

const test = suite("SampledAudience");

function message(orderedAt: number): Delivery {
  const id = Math.floor(orderedAt * 1_000);
  return { event: "message", json: `{"id":${id},"prev":0,"room":"general"}` };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("the first of a crowd is timed, from when it was ordered to the end of the turn", async () => {
  const times: number[] = [];
  const audience = new SampledAudience(new RecordingAudience(), (seconds) => times.push(seconds));
  audience.deliver("general", message(Date.now() - 5_000));
  for (let index = 0; index < 100; index++) audience.deliver("general", message(Date.now()));
  assert.is(times.length, 0);
  await turn();
  assert.ok(times.length <= 3, `${times.length} of a crowd`);
  const first = times[0] ?? 0;
  assert.ok(first >= 5 && first < 15, String(first));
});

test("a clock that is behind makes no time negative, and what is no message is not timed", async () => {
  const times: number[] = [];
  const audience = new SampledAudience(new RecordingAudience(), (seconds) => times.push(seconds));
  audience.deliver("general", { event: "typing", json: '{"id":1700000000000000,"prev":0}' });
  audience.deliver("general", { event: "message", json: "{}" });
  audience.deliver("general", message(Date.now() + 60_000));
  await turn();
  assert.equal(times, [0]);
});

test("everything is handed on as it is", () => {
  const inner = new RecordingAudience();
  const plain = new RecordingAudience();
  for (const audience of [new SampledAudience(inner, () => undefined), plain]) {
    audience.enter("general", "one", '{"messages":[],"complete":true}');
    audience.deliver("general", { event: "message", json: '{"id":1,"message":"hello"}' });
    audience.deliver("general", { event: "typing", json: '{"username":"ada","typing":true}' });
    audience.settle("general", "one");
    audience.exit("general", "one");
    audience.deliver("general", { event: "message", json: '{"id":2,"message":"gone"}' });
  }
  assert.equal(inner.of("one").all, plain.of("one").all);
  assert.is(inner.of("one").all.length, 3);
});

test.run();
