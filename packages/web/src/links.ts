// Finds the links in a text. Knows no markup and makes no elements.

/** A piece of a text: plain, or a link where `href` is there. */
export interface TextPart {
  text: string;
  href?: string;
}

const CANDIDATE = /https?:\/\/[^\s<>"`]+/gi;
const CLOSERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/**
 * The text in pieces that joined again are the text. Only `http` and `https` become links; an address with a
 * username in it stays plain, as it reads like another site than it leads to.
 */
export function findLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = withoutTrailing(match[0]);
    const href = toSafeHref(address);
    if (href === undefined) continue;
    if (match.index > done) parts.push({ text: text.slice(done, match.index) });
    parts.push({ text: address, href });
    done = match.index + address.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done) });
  return parts;
}

function toSafeHref(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  return url.username === "" && url.password === "" ? url.href : undefined;
}

/** Without the punctuation of the sentence around it; a closing bracket stays where its opener is inside. */
function withoutTrailing(address: string): string {
  let end = address.length;
  while (end > 0) {
    const last = address.charAt(end - 1);
    const opener = CLOSERS[last];
    if (opener !== undefined) {
      const inside = address.slice(0, end);
      if (count(inside, last) <= count(inside, opener)) break;
    } else if (!/[.,;:!?'*_~\u2019\u201d\u00bb\u2026]/.test(last)) break;
    end--;
  }
  return address.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
