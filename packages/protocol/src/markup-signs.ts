// Whether a text may have markup at all. Apart from its parsing, so that a face can load that only for texts that need it.

const ANY_SIGN = /[`*_]|^>|https?:\/\//im;

/** Whether a text has anything that could be markup. Where it has not, it is its lines. */
export function hasMarkup(text: string): boolean {
  return ANY_SIGN.test(text);
}
