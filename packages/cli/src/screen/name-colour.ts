// Which colour of a theme a name gets: by its letters, so that it is the same every day; another one only where
// somebody else has that colour already.

/** How many names are remembered: more of them than anybody can tell apart by colour. */
const NAMES_MAX = 1_000;

/** Gives names their colours. */
export class NameColours {
  readonly #count: number;
  readonly #places = new Map<string, number>();
  readonly #taken = new Set<number>();

  /** @param count how many colours there are */
  constructor(count: number) {
    this.#count = count;
  }

  /** The place of a name's colour; 0 where there are none. The same for the same name while it is remembered. */
  placeOf(name: string): number {
    if (this.#count === 0) return 0;
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (this.#places.size >= NAMES_MAX) {
      this.#places.clear();
      this.#taken.clear();
    }
    let place = hash(name) % this.#count;
    if (this.#taken.size < this.#count) {
      while (this.#taken.has(place)) place = (place + 1) % this.#count;
    }
    this.#taken.add(place);
    this.#places.set(name, place);
    return place;
  }
}

/** FNV-1a: short, and names that differ by a letter come out far apart. */
function hash(name: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
