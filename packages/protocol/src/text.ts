// The clean-up of text: what a stored message may hold, and what a terminal may be shown.
// Both the server and the faces use it, so that text which reached a store by other ways is harmless too.

import { ChatError } from "./errors.ts";
import { MESSAGE_MAX } from "./limits.ts";
import { countCodePoints } from "./names.ts";

// All of C0 but tab and line feed, DEL, C1, the bidi controls, and halves of surrogate pairs (the `u` flag
// makes \p{Cs} match only those that stand alone).
const UNSAFE = /(?![\t\n])[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu;
// oxlint-disable-next-line no-control-regex
const PLAIN_ASCII = /^[\t\n\x20-\x7e]*$/;
const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;
// Characters that occupy no cell of their own and can hide or re-dress their neighbours: tags, invisible
// operators, fillers, interlinear annotation. Joiners and variation selectors stay, as emoji need them.
const CONCEALING =
  // oxlint-disable-next-line no-misleading-character-class -- each stands for itself
  /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
const MARK_PILE = /(\p{M}{4})\p{M}+/gu;

/**
 * The text as the server stores it: line feeds and tabs stay; every other control character (C0, DEL, C1), lone
 * surrogates and bidi controls are removed. Calling it twice changes nothing more.
 */
export function cleanMessage(text: string): string {
  return PLAIN_ASCII.test(text) ? text : text.replace(UNSAFE, "");
}

/** Whether a person would see anything of this text: neither blank nor only invisible characters. */
export function hasVisibleText(text: string): boolean {
  return VISIBLE.test(text);
}

/**
 * The text of a message, cleaned and measured: 1 to 4,000 code points after clean-up, something visible in it.
 * Too long is refused whole, never cut.
 *
 * @throws ChatError `invalid_message` or `message_too_long`
 */
export function parseMessageText(value: unknown): string {
  if (typeof value !== "string") {
    throw new ChatError("invalid_message", "A message is a text.");
  }
  const text = cleanMessage(value);
  if (!hasVisibleText(text)) {
    throw new ChatError("invalid_message", "A message needs something visible in it.");
  }
  // Units bound code points from above, so that short messages need no count.
  if (text.length > MESSAGE_MAX) {
    const length = countCodePoints(text);
    if (length > MESSAGE_MAX) {
      throw new ChatError(
        "message_too_long",
        `A message has at most ${MESSAGE_MAX} characters; this one has ${length}. Nothing was sent.`,
      );
    }
  }
  return text;
}

/**
 * Text that a terminal may be shown: the clean-up of a stored message, and besides it nothing that occupies no
 * cell and could hide or dress up its neighbours (tag characters, zero-width spaces, fillers); of combining marks
 * piled on one character four stay. For what arrives from anywhere, also from a server that does not clean.
 */
export function cleanForTerminal(text: string): string {
  if (PLAIN_ASCII.test(text)) return text;
  return cleanMessage(text).replace(CONCEALING, "").replace(MARK_PILE, "$1");
}
