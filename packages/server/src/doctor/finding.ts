// What the doctor finds, one thing at a time.

/** How something is. A problem keeps the server from serving, a warning may cost somebody something one day. */
export type FindingState = "ok" | "warning" | "problem";

/** One thing that was looked at. */
export interface Finding {
  /** A word or two: what was looked at. */
  about: string;
  state: FindingState;
  /** How it is, in a sentence. */
  says: string;
  /** What to do about it, in a sentence; where there is nothing to do, absent. */
  advice?: string;
}

/** All is well. */
export function ok(about: string, says: string): Finding {
  return { about, state: "ok", says };
}

/** The server runs, but somebody should know. */
export function warning(about: string, says: string, advice: string): Finding {
  return { about, state: "warning", says, advice };
}

/** The server cannot serve like this. */
export function problem(about: string, says: string, advice: string): Finding {
  return { about, state: "problem", says, advice };
}
