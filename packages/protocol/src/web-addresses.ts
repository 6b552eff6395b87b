// Where a text has web addresses. Knows no URL parser: a face that makes a link of one parses it first.

/** A place in a text, in UTF-16 units. */
export interface AddressPlace {
  index: number;
  length: number;
}

const CANDIDATE = /https?:\/\/[^\s<>"`]+/gi;
const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const ENDS_SENTENCE = /[.,;:!?'*_~\u2019\u201d\u00bb\u2026]/;

/**
 * The `http` and `https` addresses of a text, without the punctuation around them. One with a username in it is
 * none: it reads like another site than it leads to.
 */
export function findAddresses(text: string): AddressPlace[] {
  const places: AddressPlace[] = [];
  for (const { index, 0: candidate } of text.matchAll(CANDIDATE)) {
    const length = lengthWithoutTrailing(candidate);
    const address = candidate.slice(0, length);
    if (/^https?:\/\/[^/?#@\\]+(?:[/?#]|$)/i.test(address)) places.push({ index, length });
  }
  return places;
}

/** The punctuation of the sentence around it goes; a closing bracket stays where its opener is inside. */
function lengthWithoutTrailing(address: string): number {
  const balance: Record<string, number> = {};
  for (const character of address) {
    if (CLOSERS[character] !== undefined) balance[character] = (balance[character] ?? 0) + 1;
    for (const closer in CLOSERS) {
      if (CLOSERS[closer] === character) balance[closer] = (balance[closer] ?? 0) - 1;
    }
  }
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const tooMany = balance[last];
    if (CLOSERS[last] !== undefined && tooMany !== undefined) {
      if (tooMany <= 0) break;
      balance[last] = tooMany - 1;
    } else if (!ENDS_SENTENCE.test(last)) break;
    end--;
  }
  return end;
}
