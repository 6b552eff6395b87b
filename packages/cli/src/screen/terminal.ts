// The terminal as a whole: taken over for the chat, and given back after every kind of end.
// Knows nothing of what is painted.

import { writeSync } from "node:fs";
import type { ReadStream, WriteStream } from "node:tty";

const ESC = "\x1b";
/** No wrapping at the edge, pastes marked as such; and back, whatever was under way: an open update, a style. */
const TAKE = `${ESC}[?7l${ESC}[?2004h${ESC}[0m`;
const GIVE_BACK = `${ESC}[?2026l${ESC}[0m${ESC}[?2004l${ESC}[?7h${ESC}[?25h`;

/** How the terminal is taken over, and given back. */
export interface TerminalMode {
  /** Asked for each time that it is taken. */
  readonly take: string;
  /** Asked for when it comes to it: what has to be cleared away depends on what is there. */
  giveBack: () => string;
}

/** A screen of one's own: the alternate one, emptied. A scroll region may be left over. */
export const FULL_SCREEN: TerminalMode = {
  take: `${ESC}[?1049h${TAKE}${ESC}[2J${ESC}[H`,
  giveBack: () => `${ESC}[?2026l${ESC}[r${GIVE_BACK}${ESC}[?1049l`,
};

/** Lines in the terminal's own scrollback. @param remove the bytes that take the footer away */
export function createInlineMode(remove: () => string): TerminalMode {
  return { take: TAKE, giveBack: () => `${ESC}[?2026l${remove()}${GIVE_BACK}` };
}

/** Cells and rows of a terminal, at least 1 each. */
export interface Size {
  columns: number;
  rows: number;
}

const STDOUT = 1;

/** What goes on at the terminal. */
export interface TerminalEvents {
  input: (text: string) => void;
  resize: () => void;
  /** The terminal is ours again after a pause: all of it has to be painted. */
  resume: () => void;
  /** The terminal is gone, or the process was told to end: with that status. */
  end: (status: number) => void;
}

/** Statuses as shells give them: 128 and the signal's number. */
const endings = new Map<NodeJS.Signals, number>([
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
  ["SIGTERM", 143],
]);

/** A terminal that is ours for a while. */
export class Terminal {
  readonly #mode: TerminalMode;
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  #taken = false;
  /** Another program has the terminal. */
  #lent = false;
  #undo: (() => void)[] = [];

  constructor(input: ReadStream, output: WriteStream, mode: TerminalMode) {
    this.#mode = mode;
    this.#input = input;
    this.#output = output;
  }

  get size(): Size {
    return {
      columns: Math.max(1, this.#output.columns || 80),
      rows: Math.max(1, this.#output.rows || 24),
    };
  }

  /** Takes the terminal over, until {@link giveBack} or the end of the process. */
  take(events: TerminalEvents): void {
    this.#on(process, "exit", () => this.giveBack());
    for (const [signal, status] of endings) this.#on(process, signal, () => events.end(status));
    this.#on(process, "SIGCONT", () => {
      if (this.#lent) return;
      this.#enter();
      events.resume();
    });
    this.#on(this.#output, "resize", () => events.resize());
    this.#on(this.#output, "error", () => events.end(129));
    this.#on(this.#input, "error", () => events.end(129));
    this.#on(this.#input, "end", () => events.end(129));
    this.#on(this.#input, "data", (text: string) => events.input(text));
    this.#input.setEncoding("utf8");
    this.#enter();
    this.#input.resume();
  }

  /** Writes what the painter made. */
  write(bytes: string): void {
    if (this.#taken && bytes !== "") this.#output.write(bytes);
  }

  /** Lets the shell have the terminal until the person brings the chat back. */
  suspend(): void {
    this.#leave();
    process.kill(process.pid, "SIGTSTP");
  }

  /** Lets another program have the terminal. Returns how to take it back. */
  lend(): () => void {
    this.#leave();
    this.#lent = true;
    this.#input.pause();
    return () => {
      this.#lent = false;
      this.#enter();
      this.#input.resume();
    };
  }

  /** Gives the terminal back as it was. May be called more than once. */
  giveBack(): void {
    this.#leave();
    for (const undo of this.#undo.splice(0)) undo();
    this.#input.pause();
  }

  #enter(): void {
    this.#setRawMode(true);
    this.#output.write(this.#mode.take);
    this.#taken = true;
  }

  #leave(): void {
    if (!this.#taken) return;
    this.#taken = false;
    try {
      // Synchronously: this may be the last thing the process does.
      writeSync(STDOUT, this.#mode.giveBack());
    } catch {
      // The terminal is gone: there is nothing to give back.
    }
    this.#setRawMode(false);
  }

  #setRawMode(raw: boolean): void {
    try {
      this.#input.setRawMode(raw);
    } catch {
      // The terminal is gone.
    }
  }

  #on(
    emitter: NodeJS.EventEmitter,
    event: string,
    // oxlint-disable-next-line no-explicit-any
    listener: (...args: any[]) => void,
  ): void {
    emitter.on(event, listener);
    this.#undo.push(() => emitter.off(event, listener));
  }
}
