// The footer as rows, rendered by Ink only where it has changed: in a flood the log changes with every frame, the
// footer hardly ever, and comparing costs less than rendering.

import type { ChatSnapshot } from "@chat/client";
import { createElement } from "react";

import { Footer, type FooterProps } from "./footer.tsx";
import type { InkFrame } from "./ink-frame.ts";
import type { Paint } from "./paint.ts";
import { PaintedChat } from "./painted-chat.ts";

/** Renders footers. */
export class FooterRows {
  readonly #ink: InkFrame;
  #chat: PaintedChat | undefined;
  #key = "";
  #paint: Paint | undefined;
  #rows: readonly string[] = [];

  constructor(ink: InkFrame) {
    this.#ink = ink;
  }

  /** The rows of a footer. */
  render(props: FooterProps, snapshot: ChatSnapshot, paint: Paint): readonly string[] {
    const key = JSON.stringify([props, snapshot.connection]);
    if (key === this.#key && paint === this.#paint) return this.#rows;
    this.#chat ??= new PaintedChat(snapshot);
    this.#chat.show(snapshot);
    const footer = createElement(Footer, { ...props, paint, chat: this.#chat });
    this.#rows = this.#ink.render(footer, props.columns);
    this.#key = key;
    this.#paint = paint;
    return this.#rows;
  }
}
