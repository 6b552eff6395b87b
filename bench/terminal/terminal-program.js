// A program in a real pseudo-terminal: what it wrote, when what was typed came back, what is on its screen. Knows no chat.

import { createRequire } from "node:module";

import { spawn } from "@lydell/node-pty";

import { cpuMsOf, rssBytesOf } from "../peers/process.js";

const { Terminal } = createRequire(import.meta.url)("@xterm/headless");

const SHOWN_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 5;
/** Letters that neither names, texts nor control sequences in the benchmark have: each is seen when it comes back. */
const LETTERS = ["j", "q", "z", "v", "w", "k"];
const CLEAR = "\x15";
/** What was typed and not seen within this counts as this long. */
const ECHO_BOUND_MS = 2_000;

/** A program on a screen of 200 by 50 cells. */
export class TerminalProgram {
  #pty;
  #screen;
  #ended;
  /** Bytes written to the screen so far. */
  bytes = 0;
  /** When it was started, in milliseconds of this process's clock. */
  startedMs = performance.now();
  /** @type {((text: string) => void) | undefined} */
  #listener;

  /**
   * @param {string} program
   * @param {readonly string[]} args
   * @param {{ env?: Record<string, string>, columns?: number, rows?: number }} [options]
   */
  constructor(program, args, { env = {}, columns = 200, rows = 50 } = {}) {
    this.#screen = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 10 });
    const { PATH = "", HOME = "/" } = process.env;
    this.#pty = spawn(program, [...args], {
      ...{ cols: columns, rows, name: "xterm-256color" },
      env: { PATH, HOME, LANG: "C.UTF-8", TERM: "xterm-256color", ...env },
    });
    this.#pty.onData((/** @type {string} */ text) => {
      this.bytes += Buffer.byteLength(text);
      this.#listener?.(text);
      this.#screen.write(text);
    });
    this.#ended = new Promise((resolve) => this.#pty.onExit(() => resolve(undefined)));
  }

  /** CPU time so far, in milliseconds. */
  get cpuMs() {
    return cpuMsOf(this.#pty.pid);
  }

  get rssBytes() {
    return rssBytesOf(this.#pty.pid);
  }

  /** The screen as one text. */
  get text() {
    const { active } = this.#screen.buffer;
    return Array.from({ length: this.#screen.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? "").trimEnd(),
    ).join("\n");
  }

  /** @param {string} keys */
  type(keys) {
    this.#pty.write(keys);
  }

  /**
   * Settles once the screen matches. Answers when, in milliseconds since the start.
   *
   * @param {RegExp} pattern
   */
  async shows(pattern) {
    const until = performance.now() + SHOWN_WITHIN_MS;
    while (!pattern.test(this.text)) {
      if (performance.now() > until) throw new Error(`no ${pattern} on the screen:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return performance.now() - this.startedMs;
  }

  /**
   * Types letters one after another and times how long each takes to come back.
   *
   * @param {number} count
   * @param {number} everyMs between two of them
   * @returns {Promise<number[]>} milliseconds, ascending
   */
  async timeEchoes(count, everyMs) {
    const times = [];
    for (let turn = 0; turn < count; turn++) {
      const letter = LETTERS[turn % LETTERS.length] ?? "";
      if (turn % LETTERS.length === 0) {
        this.type(CLEAR);
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
      times.push(await this.#timeEcho(letter));
      // Not in step with what else happens at regular times.
      await new Promise((resolve) => setTimeout(resolve, everyMs * (0.5 + Math.random())));
    }
    this.type(CLEAR);
    return times.sort((a, b) => a - b);
  }

  /** @param {string} letter @returns {Promise<number>} */
  #timeEcho(letter) {
    return new Promise((resolve) => {
      const typed = performance.now();
      const seen = () => {
        clearTimeout(late);
        this.#listener = undefined;
        resolve(performance.now() - typed);
      };
      const late = setTimeout(seen, ECHO_BOUND_MS);
      this.#listener = (text) => {
        if (text.includes(letter)) seen();
      };
      this.type(letter);
    });
  }

  async end() {
    try {
      this.#pty.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.#ended;
    this.#screen.dispose();
  }
}
