// `npm run fuzz -- --minutes 60`: the long form of test/fuzz. Plays every surface on both stores by turns against servers that
// stay up, keeps each case that broke a rule in test/fuzz/kept, and says at the end what came of it.

import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";

import { runCampaign } from "../test/fuzz/support/campaign.ts";
import { keepCase } from "../test/fuzz/support/kept-cases.ts";
import type { Surface } from "../test/fuzz/support/surface.ts";
import { type StoreKind, Target } from "../test/fuzz/support/target.ts";
import { endpoints } from "../test/fuzz/surfaces/endpoints.ts";
import { events } from "../test/fuzz/surfaces/events.ts";
import { wire } from "../test/fuzz/surfaces/wire.ts";

const USAGE = `npm run fuzz -- [--minutes 60] [--seed N] [--store embedded|redis] [--share PERCENT] [--rest-while FILE]

  --minutes     how long; 60 where absent
  --seed        the chance of the first round; each further round takes the next number
  --store       one store alone; both by turns where absent
  --share       how much of its time it plays cases, 1 to 100; 100 where absent
  --rest-while  rests while this file exists, for a machine that others measure on`;
const ROUND_MS = 60_000;
const SEED_MAX = 2 ** 30;
const LOOK_EVERY_MS = 1_000;

const values = readOptions();
const minutes = Number(values.minutes);
const share = Number(values.share) / 100;
const firstSeed = values.seed === undefined ? randomInt(1, SEED_MAX) : Number(values.seed);
const stores = (["embedded", "redis"] as const).filter(
  (store) => values.store === undefined || values.store === store,
);
const sound = minutes > 0 && share > 0 && share <= 1 && Number.isSafeInteger(firstSeed);
if (!sound || stores.length === 0) refuse();

const targets = new Map<StoreKind, Target>();
for (const store of stores) targets.set(store, await Target.start(store));
const heaps = new Map<StoreKind, number[]>();
const totals = { cases: 0, failures: 0 };
const until = performance.now() + minutes * 60_000;

for (let round = 0; performance.now() < until; round++) {
  const store = stores[round % stores.length] as StoreKind;
  const turn = Math.floor(round / stores.length) % 3;
  const seed = firstSeed + round;
  if (turn === 0) await play(events, store, seed);
  else if (turn === 1) await play(endpoints, store, seed);
  else await play(wire, store, seed);
}
for (const target of targets.values()) await target.stop();
for (const [store, all] of heaps) console.log(`Heap on ${store}, in MB: ${all.join(" ")}`);
console.log(`${totals.cases} cases, ${totals.failures} rounds in which one broke a rule`);
process.exitCode = totals.failures === 0 ? 0 : 1;

function readOptions() {
  try {
    return parseArgs({
      options: {
        minutes: { type: "string", default: "60" },
        seed: { type: "string" },
        store: { type: "string" },
        share: { type: "string", default: "100" },
        "rest-while": { type: "string" },
      },
    }).values;
  } catch {
    return refuse();
  }
}

function refuse(): never {
  console.error(USAGE);
  process.exit(2);
}

async function play<Case>(surface: Surface<Case>, store: StoreKind, seed: number): Promise<void> {
  const target = targets.get(store) as Target;
  const forMs = Math.min(ROUND_MS, until - performance.now());
  const { cases, failure } = await runCampaign(surface, target, { seed, forMs, rest });
  totals.cases += cases;
  const heap = Math.round((await target.measureHeap()) / 1e5) / 10;
  heaps.set(store, [...(heaps.get(store) ?? []), heap]);
  console.log(`${surface.name} on ${store}, seed ${seed}: ${cases} cases, heap ${heap} MB`);
  if (failure === undefined) return;
  totals.failures++;
  const file = keepCase(surface.name, failure);
  console.log(`  broke a rule, kept in ${file}: ${failure.why}`);
}

/** Rests long enough behind each case to leave the machine to others. */
async function rest(tookMs: number): Promise<void> {
  await pause(tookMs / share - tookMs);
  const file = values["rest-while"];
  while (existsSync(file ?? "")) await pause(LOOK_EVERY_MS);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
