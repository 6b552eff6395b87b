// The screen emulator, as an ES module: its package is CommonJS without named exports.

import { createRequire } from "node:module";

import type * as headless from "@xterm/headless";

const { Terminal } = createRequire(import.meta.url)("@xterm/headless") as typeof headless;

/** A terminal of so many cells, with nothing on it. */
export function createEmulator(columns: number, rows: number): headless.Terminal {
  return new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
}

/** The rows on an emulator's screen, without blanks at their ends. */
export function rowsOf(terminal: headless.Terminal): string[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) =>
    // A line that was wider once still has its old cells.
    (active.getLine(active.baseY + row)?.translateToString(true, 0, terminal.cols) ?? "").trimEnd(),
  );
}
