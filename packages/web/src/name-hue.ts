// The colour of a name: the same name has the same one on every page.

/** How many colours there are: more would be hard to tell apart. */
export const HUES = 12;
/** Odd and no multiple of 3: names that differ in one letter differ in colour, too, as far as there are colours. */
const FACTOR = 31;

/** The style that lends a name's hue, in degrees, to whatever in an element is coloured by a name. */
export function toHueStyle(name: string): { "--hue": number } {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (hash * FACTOR + name.charCodeAt(i)) % HUES;
  return { "--hue": hash * (360 / HUES) };
}
