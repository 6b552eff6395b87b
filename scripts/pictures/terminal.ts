// A program in a real terminal (tmux, on a socket of its own), and what it shows there as HTML.
// Knows nothing of the chat. Widths and colours are read by a terminal emulator, not guessed from escape sequences.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import headless, { type IBufferCell } from "@xterm/headless";

const run = promisify(execFile);
const { Terminal } = headless;
const SOCKET = "chat-pictures";
const LOOK_EVERY_MS = 100;
const SHOWN_WITHIN_MS = 15_000;

const SIXTEEN = [
  ...["#1d2027", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#c8ccd4"],
  ...["#6b7280", "#ff7b86", "#b5e890", "#ffd68a", "#82c4ff", "#e29bff", "#7fdbe6", "#ffffff"],
];
const CUBE = [0, 95, 135, 175, 215, 255];

/** What the terminal's background is. */
export type Ground = "dark" | "light";

const DEFAULTS: Record<Ground, { front: string; back: string; cursor: string }> = {
  dark: { front: "#d7dae0", back: "#14161b", cursor: "#c3c8d1" },
  light: { front: "#24272e", back: "#ffffff", cursor: "#5b6270" },
};

/** A program in a terminal. */
export interface TerminalSession {
  /** Types text as a person would. */
  type: (text: string) => Promise<void>;
  /** Presses a key, by tmux's name for it. */
  press: (key: string) => Promise<void>;
  /** Waits until all of these texts are on the screen. @throws Error with the screen where they do not come */
  shows: (...texts: string[]) => Promise<void>;
  /** The screen as HTML lines of `columns` cells each. */
  toHtml: () => Promise<string>;
  /** Ends the terminal and the program in it. */
  close: () => Promise<void>;
}

/** Runs a program in a new terminal of that size. */
export async function openTerminal(
  size: { columns: number; rows: number },
  ground: Ground,
  command: readonly string[],
): Promise<TerminalSession> {
  const home = await mkdtemp(join(tmpdir(), "chat-picture-"));
  const tmux = async (...args: string[]) => (await run("tmux", ["-L", SOCKET, ...args])).stdout;
  await tmux(
    ...["-f", "/dev/null", "new-session", "-d", "-s", "picture"],
    ...["-x", String(size.columns), "-y", String(size.rows)],
    ...["-e", "TERM=tmux-256color", "-e", "LANG=C.UTF-8"],
    // Nobody's settings, and nothing that a chat remembers from the last picture.
    ...["-e", `XDG_CONFIG_HOME=${home}`, "-e", `XDG_STATE_HOME=${home}`],
    ...["-e", `COLORFGBG=${ground === "dark" ? "15;0" : "0;15"}`],
    ...[command.map(quote).join(" "), ";", "set-option", "-g", "status", "off"],
  );
  return {
    type: async (text) => void (await tmux("send-keys", "-t", "picture", "-l", text)),
    press: async (key) => void (await tmux("send-keys", "-t", "picture", key)),
    shows: async (...texts) => {
      const end = performance.now() + SHOWN_WITHIN_MS;
      for (;;) {
        const screen = await tmux("capture-pane", "-t", "picture", "-p");
        const missing = texts.filter((text) => !screen.includes(text));
        if (missing.length === 0) return;
        if (performance.now() > end) throw new Error(`no "${missing[0]}" on:\n${screen}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    },
    toHtml: async () => {
      const screen = await tmux("capture-pane", "-t", "picture", "-e", "-N", "-p");
      const where = await tmux("display", "-t", "picture", "-p", "#{cursor_x} #{cursor_y}");
      const [column, row] = where.split(" ").map(Number) as [number, number];
      return toHtml(screen, size, { column, row }, ground);
    },
    close: async () => {
      await tmux("kill-server");
      // The program may still be writing down what it has to keep.
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function toHtml(
  screen: string,
  { columns, rows }: { columns: number; rows: number },
  cursor: { column: number; row: number },
  ground: Ground,
): Promise<string> {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  const text = screen.replace(/\n$/, "").replaceAll("\n", "\r\n");
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  const lines = Array.from({ length: rows }, (_, row) => {
    const line = terminal.buffer.active.getLine(row);
    const runs: Run[] = [];
    for (let column = 0; column < columns; column++) {
      const cell = line?.getCell(column);
      // The second half of a wide character has no cell of its own.
      if (!cell || cell.getWidth() === 0) continue;
      const style = toStyle(cell, cursor.row === row && cursor.column === column, ground);
      const last = runs.at(-1);
      // One element for all that looks alike: between elements a background shows seams.
      const same =
        last?.style === style && /^[\x20-\x7e\u2500-\u257f]*$/.test(last.text + cell.getChars());
      const run = same && last ? last : { style, text: "", cells: 0 };
      run.text += cell.getChars() || " ";
      run.cells += cell.getWidth();
      if (run !== last) runs.push(run);
    }
    return `<div class="line">${runs.map(toSpan).join("")}</div>`;
  });
  terminal.dispose();
  return lines.join("\n");
}

/** Neighbouring cells of one style. */
interface Run {
  style: string;
  text: string;
  cells: number;
}

function toSpan({ style, text, cells }: Run): string {
  const safe = text.replace(/[&<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<span style="width:calc(var(--cell) * ${cells});${style}">${safe}</span>`;
}

function toStyle(cell: IBufferCell, cursor: boolean, ground: Ground): string {
  const defaults = DEFAULTS[ground];
  let front = cell.isFgDefault() ? undefined : toColour(cell.getFgColor(), cell.isFgRGB());
  let back = cell.isBgDefault() ? undefined : toColour(cell.getBgColor(), cell.isBgRGB());
  if (cell.isInverse() !== 0) [front, back] = [back ?? defaults.back, front ?? defaults.front];
  if (cursor) [front, back] = [defaults.back, defaults.cursor];
  const style = [
    front && `color:${front}`,
    back && `background:${back}`,
    cell.isBold() !== 0 && "font-weight:700",
    cell.isItalic() !== 0 && "font-style:italic",
    cell.isUnderline() !== 0 && "text-decoration:underline",
    cell.isDim() !== 0 && "opacity:0.6",
  ];
  return style.filter(Boolean).join(";");
}

function toColour(colour: number, isRgb: boolean): string {
  if (isRgb) return `#${colour.toString(16).padStart(6, "0")}`;
  if (colour < 16) return SIXTEEN[colour] ?? "inherit";
  if (colour >= 232)
    return `rgb(${Array(3)
      .fill(8 + (colour - 232) * 10)
      .join(",")})`;
  const at = colour - 16;
  const steps = [Math.floor(at / 36), Math.floor(at / 6) % 6, at % 6];
  return `rgb(${steps.map((step) => CUBE[step]).join(",")})`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
