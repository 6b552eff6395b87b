// A block of code, and the button that copies it.

import { useEffect, useRef, useState } from "preact/hooks";

interface CodeBlockProps {
  /** What it is written in, as its author says; empty where that is not said. */
  language: string;
  code: string;
}

const SAID_FOR_MS = 2_000;

/** Code as it was written; what is wider than the log is scrolled inside. */
export function CodeBlock({ language, code }: CodeBlockProps) {
  const block = useRef<HTMLPreElement>(null);
  const [said, setSaid] = useState("Copy");
  useEffect(() => {
    if (said === "Copy") return undefined;
    const timer = setTimeout(() => setSaid("Copy"), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);

  const copy = (): void => {
    copyText(code, block.current).then(
      () => setSaid("Copied"),
      () => setSaid("Selected"),
    );
  };

  return (
    <figure class="code">
      <figcaption>
        <span>{language || "code"}</span>
        <button type="button" class="link" aria-label={`${said} this code`} onClick={copy}>
          {said}
        </button>
      </figcaption>
      <pre ref={block} dir="ltr" tabIndex={0} role="group" aria-label="Code">
        <code>{code}</code>
      </pre>
    </figure>
  );
}

/** @throws where the browser lets nobody copy: the code is selected then, for a person to copy it */
async function copyText(text: string, block: HTMLElement | null): Promise<void> {
  // Pages over plain HTTP have no clipboard, except of this machine; the old way still works there.
  if (isSecureContext) return navigator.clipboard.writeText(text);
  if (block !== null) getSelection()?.selectAllChildren(block);
  // oxlint-disable-next-line typescript/no-deprecated
  if (!document.execCommand("copy")) throw new Error("The browser refused to copy.");
}
