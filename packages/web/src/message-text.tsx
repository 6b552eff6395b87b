// The text of a message as elements: plain text, and links that lead to the web and tell it nothing.

import { findLinks } from "./links.ts";

/** A message's text. */
export function MessageText({ text }: { text: string }) {
  return (
    <p class="text" dir="auto">
      {findLinks(text).map((part, index) =>
        part.href === undefined ? (
          part.text
        ) : (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}
