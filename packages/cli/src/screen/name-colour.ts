// Which colour of a theme a name gets: the same on every screen with that theme.

/** The place of a name's colour among `count` of them; 0 where there are none. */
export function toNameColour(name: string, count: number): number {
  // FNV-1a: short, and names that differ by a letter come out far apart.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  }
  return count === 0 ? 0 : (hash >>> 0) % count;
}
