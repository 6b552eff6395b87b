// Texts and names that try to deceive, as data for the tests of every face. What they are is in the JSON files beside
// this one, which other programs may use too. Knows no face.

import names from "./names.json" with { type: "json" };
import texts from "./texts.json" with { type: "json" };

/** A text that tries something. */
export interface HostileText {
  name: string;
  /** What it tries. */
  why: string;
  text: string;
}

/** A name that is refused, or one that looks like another. */
export interface HostileName {
  name: string;
  why: string;
  refused?: boolean;
  looksLike?: string;
}

/** The texts; each of them could arrive from a server that cleans nothing. */
export const hostileTexts: readonly HostileText[] = texts.map(({ name, why, text, times = 1 }) => ({
  ...{ name, why },
  text: text.repeat(times),
}));

/** The names. */
export const hostileNames: readonly HostileName[] = names;
