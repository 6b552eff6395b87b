// The text of a message. What reads markup is loaded with the first text that has some; until then, and where it cannot
// be loaded, such a text is shown as it was written.

import { Component } from "preact";
import { hasMarkup } from "@chat/protocol";
import type { RichText } from "./rich-text.tsx";

let loaded: { RichText: typeof RichText } | undefined;

/** A message's text. */
export function MessageText({ text }: { text: string }) {
  return <div class="text">{hasMarkup(text) ? <MarkedText text={text} /> : toPlain(text)}</div>;
}

class MarkedText extends Component<{ text: string }, { rich: typeof loaded }> {
  override state = { rich: loaded };

  // Asked for before anything is painted: out of a cache it is there in time.
  override componentDidMount(): void {
    if (this.state.rich !== undefined) return;
    loadRichText().then(
      (rich) => this.setState({ rich }),
      () => {},
    );
  }

  override render({ text }: { text: string }) {
    const { rich } = this.state;
    return rich === undefined ? toPlain(text) : <rich.RichText text={text} />;
  }
}

async function loadRichText(): Promise<NonNullable<typeof loaded>> {
  return (loaded ??= await import("./rich-text.tsx"));
}

function toPlain(text: string) {
  return <p dir="auto">{text}</p>;
}
