// The colour of a name: the same name has the same one on every page.

/** How many hues the style sheet has, as classes `hue-0` and up. */
export const HUES = 10;
/** FNV-1a's prime, and a multiplier of MurmurHash3's last step, by which every letter reaches every bit. */
const PRIME = 0x01000193;
const FINISH = 0x85ebca6b;

/** The class that colours a name. */
export function toHueClass(name: string): string {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), FINISH);
  return `hue-${((hash ^ (hash >>> 13)) >>> 0) % HUES}`;
}
