// A block of code, and the button that copies it.

import { Component } from "preact";

interface CodeBlockProps {
  /** What it is written in, as its author says; empty where that is not said. */
  language: string;
  code: string;
}

const SAID_FOR_MS = 2_000;

/** Code as it was written; what is wider than the log is scrolled inside. */
export class CodeBlock extends Component<CodeBlockProps, { said: string }> {
  override state = { said: "Copy" };
  #block: HTMLPreElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  override render({ language, code }: CodeBlockProps, { said }: { said: string }) {
    return (
      <figure class="code">
        <figcaption>
          <span>{language || "code"}</span>
          <button type="button" class="link" aria-label={`${said} this code`} onClick={this.#copy}>
            {said}
          </button>
        </figcaption>
        <pre
          ref={(block) => {
            this.#block = block;
          }}
          dir="ltr"
          tabIndex={0}
          role="group"
          aria-label="Code"
        >
          <code>{code}</code>
        </pre>
      </figure>
    );
  }

  #copy = (): void => {
    copyText(this.props.code, this.#block).then(
      () => this.#say("Copied"),
      () => this.#say("Selected"),
    );
  };

  #say(said: string): void {
    this.setState({ said });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.setState({ said: "Copy" }), SAID_FOR_MS);
  }
}

/** @throws where the browser lets nobody copy: the code is selected then, for a person to copy it */
async function copyText(text: string, block: HTMLElement | null): Promise<void> {
  // Pages over plain HTTP have no clipboard, except of this machine; the old way still works there.
  if (isSecureContext) return navigator.clipboard.writeText(text);
  if (block !== null) getSelection()?.selectAllChildren(block);
  // oxlint-disable-next-line typescript/no-deprecated
  if (!document.execCommand("copy")) throw new Error("The browser refused to copy.");
}
