// Joins lines that come together into texts of several lines. Knows no server and no output.

import { countCodePoints } from "@chat/protocol";

/** Lines as one text, and the number of the first. */
export interface Batch {
  text: string;
  /** From 1. */
  line: number;
}

/**
 * Lines, each a text of its own, or joined where `waitMs` is given: those that come within that time after the first,
 * as long as they are no longer than `max` code points together.
 */
export async function* toBatches(
  lines: AsyncIterator<string>,
  waitMs: number | undefined,
  max: number,
): AsyncGenerator<Batch> {
  let number = 0;
  let next = lines.next();
  for (let first = await next; first.done !== true; first = await next) {
    const batch: Batch = { text: first.value, line: ++number };
    next = lines.next();
    // A failure is for the next turn: what came before it is handed out first.
    next.catch(() => {});
    if (waitMs !== undefined) {
      const time = startTimer(waitMs);
      for (;;) {
        const more = await Promise.race([next, time.passed]).catch(() => undefined);
        if (more === undefined || more.done === true) break;
        const joined = `${batch.text}\n${more.value}`;
        if (countCodePoints(joined) > max) break;
        batch.text = joined;
        number += 1;
        next = lines.next();
        next.catch(() => {});
      }
      time.stop();
    }
    yield batch;
  }
}

function startTimer(milliseconds: number): { passed: Promise<undefined>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return { passed, stop: () => clearTimeout(timer) };
}
