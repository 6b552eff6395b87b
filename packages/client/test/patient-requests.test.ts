// Reading that was too much at once: it is asked for again when the server said, and not for ever.

import { ChatError } from "@chat/protocol";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { withPatience } from "../src/patient-requests.ts";
import { ManualClock } from "./support/manual-clock.ts";

const test = suite("withPatience");

function limited(retryAfterMs: number): ChatError {
  return new ChatError("rate_limited", "Too many requests at once.", { retryAfterMs });
}

/** Asks for `event` of a server that gives these answers in turn, the last one for good. */
function ask(event: string, ...answers: (ChatError | Record<string, unknown>)[]) {
  const clock = new ManualClock();
  const asked: number[] = [];
  const patient = withPatience(
    async () => {
      asked.push(clock.now());
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    },
    { clock, random: () => 0 },
  );
  const begun = clock.now();
  const answered = patient(event, {}).catch((error: unknown) => (error as ChatError).code);
  return { clock, answered, after: () => asked.map((at) => at - begun) };
}

test("what is refused for its rate is asked again when the server said, and not before", async () => {
  const { clock, answered, after } = ask("history", limited(300), limited(700), { page: 1 });
  await clock.advance(299);
  assert.equal(after(), [0]);
  await clock.advance(1);
  assert.equal(after(), [0, 300]);
  await clock.advance(700);
  assert.equal(await answered, { page: 1 });
  assert.equal(after(), [0, 300, 1_000]);
});

test("what goes on being refused is given up", async () => {
  const { clock, answered, after } = ask("rooms", limited(100));
  for (let i = 0; i < 10; i++) await clock.advance(100);
  assert.is(await answered, "rate_limited");
  assert.equal(after(), [0, 100, 200, 300]);
});

test("nobody is left waiting for long", async () => {
  const { answered, after } = ask("members", limited(60_000));
  assert.is(await answered, "rate_limited");
  assert.equal(after(), [0]);
});

test("other refusals, and what does more than read, are left to whoever asked", async () => {
  for (const event of ["join", "message", "typing"]) {
    assert.is(await ask(event, limited(100)).answered, "rate_limited");
  }
  assert.is(
    await ask("history", new ChatError("not_joined", "Join first.")).answered,
    "not_joined",
  );
});

test.run();
