// Puts the lines of a message into blocks: words, words of somebody else, code. Pure: knows no elements.

import { hasMarkup, parseMarkup, type MarkupSpan } from "@chat/protocol";

/** Lines that belong together. Those of words hold their pieces without the signs of the markup. */
export type TextBlock =
  | { type: "text" | "quote"; lines: MarkupSpan[][] }
  | { type: "code"; language: string; code: string };

/** The blocks of a message's text, in order. */
export function toTextBlocks(text: string): TextBlock[] {
  if (!hasMarkup(text)) return [{ type: "text", lines: [[{ text }]] }];
  const blocks: TextBlock[] = [];
  for (const line of parseMarkup(text)) {
    if (line.type === "code") {
      blocks.push({ type: "code", language: line.language, code: line.lines.join("\n") });
      continue;
    }
    const spans = line.spans.filter(({ marker }) => marker !== true);
    const last = blocks.at(-1);
    if (last?.type === line.type) last.lines.push(spans);
    else blocks.push({ type: line.type, lines: [spans] });
  }
  return blocks;
}
