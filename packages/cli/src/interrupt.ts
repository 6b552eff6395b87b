// What Ctrl-C does outside the screen: the command says goodbye where it has to, then ends with status 130.

import { ExitStatus } from "./exit-status.ts";

const farewells = new Set<() => Promise<void>>();
let interrupted = false;
let taken: (() => void) | undefined;

/** From now on Ctrl-C ends the process with status 130, at the latest when it is pressed again. */
export function endOnInterrupt(): void {
  process.on("SIGINT", () => {
    if (taken) return taken();
    if (interrupted) process.exit(ExitStatus.interrupted);
    interrupted = true;
    void Promise.allSettled([...farewells].map((farewell) => farewell())).then(() =>
      process.exit(ExitStatus.interrupted),
    );
  });
}

/** Lets Ctrl-C wait for `farewell`, which has to end by itself. Returns how to take it back. */
export function beforeInterrupt(farewell: () => Promise<void>): () => void {
  farewells.add(farewell);
  return () => farewells.delete(farewell);
}

/** From now on Ctrl-C does nothing but call `handler`. Returns how to take it back. */
export function takeInterrupt(handler: () => void): () => void {
  const before = taken;
  taken = handler;
  return () => {
    taken = before;
  };
}
