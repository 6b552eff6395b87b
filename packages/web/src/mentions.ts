// Whether a message calls somebody by name, and the completion of a name while writing one.

const PART_OF_NAME = /[\p{L}\p{M}\p{Nd}_-]/u;

/** Whether `text` has `@username` in it, in any case, and not as the beginning of a longer name. */
export function isMention(text: string, username: string): boolean {
  if (!text.includes("@")) return false;
  const inText = text.toLowerCase();
  const sought = `@${username.toLowerCase()}`;
  for (let at = inText.indexOf(sought); at >= 0; at = inText.indexOf(sought, at + 1)) {
    const next = inText.codePointAt(at + sought.length);
    if (next === undefined || !PART_OF_NAME.test(String.fromCodePoint(next))) return true;
  }
  return false;
}

/** A text with a completed name, and where the cursor then stands. */
export interface Completion {
  text: string;
  cursor: number;
}

/**
 * Completes the name before the cursor: `@ad` to `@ada `, and `ad` at the beginning of the text to `ada: `.
 * Undefined where nothing fits, or where several do and they share no longer beginning.
 */
export function completeName(
  text: string,
  cursor: number,
  names: readonly string[],
): Completion | undefined {
  const word = /(?:^|\s)(@?[\p{L}\p{M}\p{Nd}\-_.]*)$/u.exec(text.slice(0, cursor))?.[1];
  if (word === undefined || word === "") return undefined;
  const start = cursor - word.length;
  const called = word.startsWith("@");
  if (!called && start !== 0) return undefined;
  const begun = (called ? word.slice(1) : word).toLowerCase();
  const fitting = names.filter((name) => name.toLowerCase().startsWith(begun));
  const [only] = fitting;
  if (only === undefined) return undefined;
  const shared = fitting.reduce(sharedBeginning, only);
  if (fitting.length > 1 && shared.length <= begun.length) return undefined;
  const ending = fitting.length > 1 ? "" : called ? " " : ": ";
  const completed = (called ? "@" : "") + shared + ending;
  return {
    text: text.slice(0, start) + completed + text.slice(cursor).trimStart(),
    cursor: start + completed.length,
  };
}

/** The longest beginning of one name that the other begins with, too, in any case. */
function sharedBeginning(one: string, other: string): string {
  const characters = Array.from(one);
  while (!other.toLowerCase().startsWith(characters.join("").toLowerCase())) characters.pop();
  return characters.join("");
}
