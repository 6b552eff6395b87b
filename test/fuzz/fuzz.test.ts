// test-timeout: 240s
// About a minute of fuzzing, from another seed each time: every event, every endpoint and the raw transport, on both stores.
// The long form is `npm run fuzz`.

import * as assert from "uvu/assert";

import { suite } from "../../test-support/suite.ts";
import { createRandom } from "../faults/support/random.ts";
import { judgedRequests } from "./support/answers.ts";
import { runCampaign } from "./support/campaign.ts";
import { requestNames } from "./support/requests.ts";
import type { Surface } from "./support/surface.ts";
import { type StoreKind, Target } from "./support/target.ts";
import { endpoints } from "./surfaces/endpoints.ts";
import { events } from "./surfaces/events.ts";
import { wire } from "./surfaces/wire.ts";
import { requests } from "../../packages/server/src/sockets/requests.ts";

const STORES: readonly StoreKind[] = ["embedded", "redis"];
const CASES_FOR_MS = 8_000;
/** By how much the heap may be larger behind a surface than before, in bytes: caches of names and of compiled code. */
const HEAP_GROWTH_MAX = 24_000_000;

const names = suite("fuzzing");

names("every request that the server answers is fuzzed and judged", () => {
  assert.equal([...requestNames].sort(), Object.keys(requests).sort());
  assert.equal([...judgedRequests].sort(), Object.keys(requests).sort());
});

names.run();

for (const store of STORES) {
  const test = suite(`fuzzing a server on ${store}`, {
    timeoutMs: 60_000,
    needs: store === "redis" ? ["redis-server"] : [],
  });
  let target: Target;
  let heap = 0;

  test.before(async () => {
    target = await Target.start(store);
  });

  test.after(async () => target.stop());

  const declare = <Case>(surface: Surface<Case>): void => {
    test(`no ${surface.name} bring it down, and honest people notice nothing`, async () => {
      const { seed } = createRandom(`${surface.name} on ${store}`);
      const { cases, failure } = await runCampaign(surface, target, { seed, forMs: CASES_FOR_MS });
      process.stdout.write(`${surface.name} on ${store}: ${cases} cases\n`);
      assert.not(failure, failure && `${failure.why}\n${JSON.stringify(failure)}`);
      heap ||= await target.measureHeap();
    });
  };

  declare(events);
  declare(endpoints);
  declare(wire);

  test("its memory comes back", async () => {
    const grown = (await target.measureHeap()) - heap;
    assert.ok(grown < HEAP_GROWTH_MAX, `the heap grew by ${grown} bytes`);
  });

  test.run();
}
