// Ink as a renderer of rows: components in, rows of styled text out. What Ink writes never reaches the terminal; the
// painter decides what does. Knows no chat.

import { EventEmitter } from "node:events";

import { render, type Instance } from "ink";
import type { ReactNode } from "react";

// Ink waits for renders with this; Node has it from 22 on.
Promise.withResolvers ??= function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve!: PromiseWithResolvers<T>["resolve"];
  let reject!: PromiseWithResolvers<T>["reject"];
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
};

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve: (value: T | PromiseLike<T>) => void;
  reject: (reason?: unknown) => void;
}

declare global {
  // Absent on Node 20, and from the library that the types are checked with.
  interface PromiseConstructor {
    withResolvers?: <T>() => PromiseWithResolvers<T>;
  }
}

/** Renders components into rows. */
export class InkFrame {
  readonly #paper = new Paper();
  #instance: Instance | undefined;

  /** The rows of `node` in `columns` cells; it is rendered before this returns. */
  render(node: ReactNode, columns: number): string[] {
    this.#paper.columns = columns;
    if (this.#instance === undefined) {
      this.#instance = render(node, {
        stdout: this.#paper as unknown as NodeJS.WriteStream,
        stdin: new SilentInput() as unknown as NodeJS.ReadStream,
        stderr: this.#paper as unknown as NodeJS.WriteStream,
        // Each render is written whole and at once.
        debug: true,
        exitOnCtrlC: false,
        patchConsole: false,
      });
    } else {
      this.#instance.rerender(node);
    }
    return this.#paper.text.split("\n");
  }

  /** Ends Ink's work. */
  close(): void {
    this.#instance?.unmount();
  }
}

/** What Ink takes for a terminal. */
class Paper extends EventEmitter {
  readonly isTTY = true;
  columns = 80;
  readonly rows = 24;
  text = "";

  write(text: string): boolean {
    this.text = text;
    return true;
  }
}

/** Standard input as Ink sees it: nothing ever comes. Keys are decoded elsewhere. */
class SilentInput extends EventEmitter {
  readonly isTTY = true;
  setRawMode(): void {}
  setEncoding(): void {}
  ref(): void {}
  unref(): void {}
  read(): null {
    return null;
  }
}
