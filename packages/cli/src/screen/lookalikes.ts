// Which names could be taken for another one that is present. Knows no screen. What looks alike is what the server goes
// by too; its list of characters is large, and loaded behind the first frame.

/** How many names are remembered: several large rooms. */
const KNOWN_MAX = 20_000;
const ASCII = /^[\x21-\x7e]+$/;

/** The same text for names that look alike. */
type ToLook = (name: string) => string;

/** Watches over the names in a room. */
export class Lookalikes {
  readonly #own: string;
  readonly #loaded: () => void;
  #toLook: ToLook | undefined;
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
    if (members === this.#members || this.#toLook === undefined) return this.#find;
    this.#members = members;
    this.#find = createFinder([...members, this.#own], this.#own, this.#toLook);
    return this.#find;
  }

  #load(): void {
    this.#loading = true;
    void loadLooks().then((toLook) => {
      this.#toLook = toLook;
      this.#loaded();
    });
  }
}

async function loadLooks(): Promise<ToLook> {
  const { toLook } = await import("@chat/protocol/look");
  const known = new Map<string, string>();
  return (name) => {
    let look = known.get(name);
    if (look === undefined) {
      look = toLook(name);
      // With each who comes or goes all names of the room are looked at again.
      if (known.size >= KNOWN_MAX) known.clear();
      known.set(name, look);
    }
    return look;
  };
}

function createFinder(
  present: readonly string[],
  own: string,
  toLook: ToLook,
): (name: string) => string | undefined {
  const alike = new Map<string, string[]>();
  for (const name of new Set(present)) {
    const look = toLook(name);
    alike.set(look, [...(alike.get(look) ?? []), name]);
  }
  const known = new Map<string, string | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, findOther(name, alike.get(toLook(name)) ?? [], own));
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
