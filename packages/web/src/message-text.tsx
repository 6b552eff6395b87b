// The text of a message as elements: words with their light markup, quotes, code, and links that lead to the web and
// tell it nothing. Whatever else a text holds stays text.

import type { ComponentChild } from "preact";
import type { MarkupSpan } from "@chat/protocol";
import { CodeBlock } from "./code-block.tsx";
import { toSafeHref } from "./safe-href.ts";
import { toTextBlocks } from "./text-blocks.ts";

/** A message's text. */
export function MessageText({ text }: { text: string }) {
  return (
    <div class="text">
      {toTextBlocks(text).map((block, index) => {
        if (block.type === "code") return <CodeBlock key={index} {...block} />;
        const Tag = block.type === "quote" ? "blockquote" : "p";
        return (
          <Tag key={index} dir="auto">
            {block.lines.map((spans, line) => [line > 0 && "\n", spans.map(toElement)])}
          </Tag>
        );
      })}
    </div>
  );
}

function toElement({ text, code, link, bold, italic }: MarkupSpan): ComponentChild {
  const href = link === true ? toSafeHref(text) : undefined;
  let element: ComponentChild = text;
  if (code === true) element = <code>{text}</code>;
  if (href !== undefined) {
    element = (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  }
  if (bold === true) element = <strong>{element}</strong>;
  if (italic === true) element = <em>{element}</em>;
  return element;
}
