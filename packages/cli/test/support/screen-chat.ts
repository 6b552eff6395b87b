// Runs the real command in a real pseudo-terminal, with an emulator that knows what is on the screen and where the
// cursor is. Knows no server.

import { spawn, type IPty } from "@lydell/node-pty";
import type { Terminal } from "@xterm/headless";

import { CHAT, chatEnvironment } from "./run-chat.ts";
import { createEmulator, rowsOf } from "./terminal-emulator.ts";

/** How long something may take to appear. */
const WAIT_MS = 10_000;
const ASK_EVERY_MS = 50;

/** A `chat` on a screen. */
export class ScreenChat {
  readonly #pty: IPty;
  readonly #screen: Terminal;
  /** Everything it has written. */
  written = "";
  /** Every title that it gave the window. */
  readonly titles: string[] = [];
  /** Its exit status, once it has ended. */
  readonly ended: Promise<number>;
  /** Its process. */
  readonly pid: number;

  constructor(
    args: readonly string[],
    options: { columns?: number; rows?: number; env?: Record<string, string> } = {},
  ) {
    const { columns = 80, rows = 24, env = {} } = options;
    this.#screen = createEmulator(columns, rows);
    this.#screen.onTitleChange((title) => this.titles.push(title));
    // The emulator's environment takes TERM from the name.
    this.#pty = spawn(process.execPath, [CHAT, ...args], {
      ...{ cols: columns, rows, name: env["TERM"] ?? "xterm-256color" },
      env: chatEnvironment(env),
    });
    this.pid = this.#pty.pid;
    this.#pty.onData((text) => {
      this.written += text;
      this.#screen.write(text);
    });
    this.ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  /** The rows on the screen, without blanks at their ends. */
  get rows(): string[] {
    return rowsOf(this.#screen);
  }

  /** The lines that have left the screen at its top, as far as the terminal keeps them. */
  get scrollback(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: active.baseY }, (_, row) =>
      (active.getLine(row)?.translateToString(true) ?? "").trimEnd(),
    );
  }

  /** The screen as one text. */
  get text(): string {
    return this.rows.join("\n");
  }

  /** The cursor's cell, from 0. */
  get cursor(): { row: number; column: number } {
    const { cursorX, cursorY } = this.#screen.buffer.active;
    return { row: cursorY, column: cursorX };
  }

  /** Whether the alternate screen is on. */
  get fullScreen(): boolean {
    return this.#screen.buffer.active.type === "alternate";
  }

  /** Types as a keyboard does. */
  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Settles once the screen is as wanted. */
  async until(wanted: (screen: this) => boolean, what = wanted.toString()): Promise<void> {
    if (wanted(this)) return;
    await new Promise<void>((resolve, reject) => {
      const done = (): void => {
        clearTimeout(limit);
        clearInterval(asking);
        parsed.dispose();
      };
      const limit = setTimeout(() => {
        done();
        reject(new Error(`not on the screen within ${WAIT_MS} ms: ${what}\n${this.text}\n`));
      }, WAIT_MS);
      const look = (): void => {
        if (!wanted(this)) return;
        done();
        resolve();
      };
      const parsed = this.#screen.onWriteParsed(look);
      // What is wanted may be at the server, whose changes nobody tells.
      const asking = setInterval(look, ASK_EVERY_MS);
    });
  }

  /** Settles once `text` is on the screen. */
  async shows(text: string): Promise<void> {
    await this.until((screen) => screen.text.includes(text), text);
  }

  /** Ends it, whatever it does. */
  async end(): Promise<void> {
    try {
      this.#pty.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.ended;
    this.#screen.dispose();
  }
}
