// The colour of a name: the same name has the same one on every page.

/** How many hues the style sheet has, as classes `hue-0` and up. */
export const HUES = 10;
// Odd, with bits set all over: what makes neighbouring names differ.
const SPREAD = 0x9e3779b1;

/** The class that colours a name. */
export function toHueClass(name: string): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), SPREAD);
  // The high bits of a product depend on every letter, the low ones only on the last few.
  return `hue-${(hash >>> 16) % HUES}`;
}
