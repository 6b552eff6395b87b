// A text with its light markup as elements: words, quotes, code, and links that lead to the web and tell it nothing.
// Whatever else a text holds stays text. A file of its own: a page that meets no markup does not fetch it.

import type { ComponentChild } from "preact";
import type { MarkupSpan } from "@chat/protocol";
import { CodeBlock } from "./code-block.tsx";
import style from "./rich-text.css?inline";
import { toSafeHref } from "./safe-href.ts";
import { toTextBlocks } from "./text-blocks.ts";

// A sheet made by a script: the policy allows it, unlike a style element.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

/** The blocks of a message's text. */
export function RichText({ text }: { text: string }) {
  return (
    <>
      {toTextBlocks(text).map((block, index) => {
        if (block.type === "code") return <CodeBlock key={index} {...block} />;
        const Tag = block.type === "quote" ? "blockquote" : "p";
        return (
          <Tag key={index} dir="auto">
            {block.lines.map((spans, line) => [line > 0 && "\n", spans.map(toElement)])}
          </Tag>
        );
      })}
    </>
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
