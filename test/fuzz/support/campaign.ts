// Plays cases of one surface against a running server for a time, with honest people beside them, and shrinks the first that
// breaks a rule. Knows neither what a case is nor who looks at the result.

import * as fc from "fast-check";

import { HonestRoom } from "./honest-room.ts";
import { readKeptCases } from "./kept-cases.ts";
import type { Surface } from "./surface.ts";
import type { Target } from "./target.ts";
import { Violation } from "./violation.ts";

/** How long, and from which chance. */
export interface CampaignOptions {
  seed: number;
  /** How long cases are played, in milliseconds; shrinking is a part of it. */
  forMs: number;
  /** Called behind each case with the time it took, in milliseconds: to go slower. */
  rest?: (tookMs: number) => Promise<void>;
}

/** What came of it. */
export interface CampaignResult<Case> {
  cases: number;
  /** The first case that broke a rule, as small as the time allowed. */
  failure?: { why: string; seed: number; path: string; case: Case };
}

/** More cases than any time allows. */
const WITHOUT_END = 2 ** 31 - 1;

/** Plays the kept cases, then new ones. Rejects where the fuzzer itself breaks. */
export async function runCampaign<Case>(
  surface: Surface<Case>,
  target: Target,
  options: CampaignOptions,
): Promise<CampaignResult<Case>> {
  const honest = await HonestRoom.enter(target.url, target.said);
  let cases = 0;
  const playOne = async (one: Case): Promise<void> => {
    cases++;
    const started = performance.now();
    await target.revive();
    const said = honest.exchange();
    const played = surface.play(target, one);
    const [, outcome] = await Promise.allSettled([said, played]);
    await target.judge();
    if (outcome.status === "rejected") throw outcome.reason;
    await said;
    await options.rest?.(performance.now() - started);
  };
  let last: { case: Case; played: Promise<void> } | undefined;
  const play = (one: Case): Promise<void> => {
    last = { case: one, played: playOne(one) };
    return last.played;
  };
  const examples = readKeptCases<Case>(surface.name).map((kept): [Case] => [kept.case]);
  try {
    const result = await fc.check(fc.asyncProperty(surface.cases, play), {
      seed: options.seed,
      examples,
      numRuns: WITHOUT_END,
      plugins: [fc.interruptAfterTimeLimit(options.forMs)],
    });
    const { seed } = result;
    if (result.failed && result.counterexample !== null) {
      const [one] = result.counterexample as [Case];
      const path = result.counterexamplePath ?? "";
      return { cases, failure: { why: toSentence(result.errorInstance), seed, path, case: one } };
    }
    // A case may have been under way when the time was over.
    const late = await last?.played.then(
      () => undefined,
      (error: unknown) => ({ why: toSentence(error), seed, path: "" }),
    );
    if (late !== undefined && last !== undefined) {
      return { cases, failure: { ...late, case: last.case } };
    }
    await honest.judge();
    return { cases };
  } finally {
    await honest.leave();
    target.said = honest.sent;
  }
}

function toSentence(error: unknown): string {
  if (error instanceof Violation) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
