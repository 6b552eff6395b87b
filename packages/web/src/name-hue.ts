// The colour of a name: the same name has the same one on every page.

/** How many colours there are: more would be hard to tell apart. */
export const HUES = 12;
/** FNV-1a's prime, and a multiplier of MurmurHash3's last step, by which every letter reaches every bit. */
const PRIME = 0x01000193;
const FINISH = 0x85ebca6b;

/** The style that lends a name's hue, in degrees, to whatever in an element is coloured by a name. */
export function toHueStyle(name: string): { "--hue": number } {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), FINISH);
  return { "--hue": (((hash ^ (hash >>> 13)) >>> 0) % HUES) * (360 / HUES) };
}
