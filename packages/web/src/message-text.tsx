// The text of a message. What reads markup is loaded with the first text that has some; until then, and where it cannot
// be loaded, such a text is shown as it was written.

import { useLayoutEffect, useState } from "preact/hooks";
import { hasMarkup } from "@chat/protocol";
import type { RichText } from "./rich-text.tsx";

let loaded: { RichText: typeof RichText } | undefined;

/** A message's text. */
export function MessageText({ text }: { text: string }) {
  return <div class="text">{hasMarkup(text) ? <MarkedText text={text} /> : toPlain(text)}</div>;
}

function MarkedText({ text }: { text: string }) {
  const [rich, setRich] = useState(loaded);
  // Asked for before anything is painted: out of a cache it is there in time.
  useLayoutEffect(() => {
    if (rich === undefined) loadRichText().then(setRich, () => {});
  }, []);
  return rich === undefined ? toPlain(text) : <rich.RichText text={text} />;
}

async function loadRichText(): Promise<NonNullable<typeof loaded>> {
  return (loaded ??= await import("./rich-text.tsx"));
}

function toPlain(text: string) {
  return <p dir="auto">{text}</p>;
}
