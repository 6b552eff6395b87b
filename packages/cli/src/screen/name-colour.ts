// The colour of a name: the same on every screen, told apart on dark and light backgrounds.

import chalk from "chalk";

/**
 * Colours of the 256-colour cube with a contrast of at least 3 : 1 on black and on white alike: terminals do not
 * say which of the two they have.
 */
export const NAME_COLOURS: readonly number[] = [
  25, 27, 29, 31, 33, 58, 61, 64, 67, 69, 92, 94, 97, 99, 100, 104, 126, 128, 130, 132, 134, 136,
  162, 164, 166, 168, 170, 198, 200, 202,
];

/** The colour of a name, a number of the 256-colour palette. */
export function toNameColour(name: string): number {
  // FNV-1a: short, and names that differ by a letter come out far apart.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  return NAME_COLOURS[(hash >>> 0) % NAME_COLOURS.length] ?? 0;
}

/** `text` in the colour of `name`, where the terminal has colours. */
export function colourName(name: string, text: string): string {
  return chalk.ansi256(toNameColour(name))(text);
}
