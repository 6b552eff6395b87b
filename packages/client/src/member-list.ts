// Who is in a room, in code point order, as the server lists them. Pure.

/** The members of one room. */
export class MemberList {
  #names = new Set<string>();
  #view: readonly string[] | undefined = [];

  /** In code point order. The same array until something changes. */
  get names(): readonly string[] {
    return (this.#view ??= [...this.#names].sort(compareCodePoints));
  }

  /** Takes over a whole list. */
  replace(names: readonly string[]): void {
    this.#names = new Set(names);
    this.#view = undefined;
  }

  add(name: string): void {
    this.#names.add(name);
    this.#view = undefined;
  }

  remove(name: string): void {
    if (this.#names.delete(name)) this.#view = undefined;
  }
}

/** Negative where `a` comes first. Comparing UTF-16 units would put emoji before some letters. */
function compareCodePoints(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return (a.codePointAt(i) ?? -1) - (b.codePointAt(i) ?? -1);
}
