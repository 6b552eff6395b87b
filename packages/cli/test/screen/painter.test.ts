// What reaches the terminal, judged by a screen emulator.

import type { Terminal } from "@xterm/headless";
import fc from "fast-check";
import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Painter, type Frame } from "../../src/screen/painter.ts";
import { createEmulator, rowsOf } from "../support/terminal-emulator.ts";

const test = suite("Painter");
const COLUMNS = 20;

function frame(rows: readonly string[], cursor: Frame["cursor"] = { row: 0, column: 0 }): Frame {
  return { rows, cursor, log: { from: 1, to: rows.length - 1 } };
}

async function write(terminal: Terminal, bytes: string): Promise<void> {
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
}

const createTerminal = (rows: number): Terminal => createEmulator(COLUMNS, rows);
const shown = rowsOf;

test("the first frame is painted whole, the same again not at all", async () => {
  const painter = new Painter();
  const terminal = createTerminal(3);
  const first = frame(["a", "b", "c"], { row: 2, column: 1 });
  await write(terminal, painter.paint(first));
  assert.equal(shown(terminal), ["a", "b", "c"]);
  assert.equal([terminal.buffer.active.cursorY, terminal.buffer.active.cursorX], [2, 1]);
  assert.is(painter.paint(first), "");
});

test("a row that changes is the only one painted", () => {
  const painter = new Painter();
  painter.paint(frame(["a", "b", "c"]));
  const bytes = painter.paint(frame(["a", "B", "c"]));
  assert.match(bytes, "B");
  assert.not.match(bytes, "c");
});

test("a cursor that moves costs its own move alone", () => {
  const painter = new Painter();
  painter.paint(frame(["a", "b", "c"]));
  assert.is(painter.paint(frame(["a", "b", "c"], { row: 2, column: 4 })), "\x1b[3;5H\x1b[?25h");
});

test("a log that moved up is moved by the terminal: one new line costs one row", async () => {
  const painter = new Painter();
  const terminal = createTerminal(12);
  const log = (from: number) => Array.from({ length: 10 }, (_, row) => `line ${from + row}`);
  await write(terminal, painter.paint(frame(["title", ...log(0), "input"])));
  const bytes = painter.paint(frame(["title", ...log(1), "input"]));
  assert.not.match(bytes, "line 5");
  assert.match(bytes, "line 10");
  assert.ok(bytes.length < 120, `${bytes.length} bytes`);
  await write(terminal, bytes);
  assert.equal(shown(terminal), ["title", ...log(1), "input"]);
});

test("once it has forgotten the screen, all of it is painted", async () => {
  const painter = new Painter();
  const terminal = createTerminal(3);
  painter.paint(frame(["a", "b", "c"]));
  painter.invalidate();
  await write(terminal, painter.paint(frame(["a", "b", "c"])));
  assert.equal(shown(terminal), ["a", "b", "c"]);
});

test("what stands beside the log stays in its place while the log moves", async () => {
  const painter = new Painter();
  const terminal = createTerminal(8);
  await write(terminal, "\x1b[?7l");
  const side = { column: 14, from: 1, rows: ["│ ada", "│ bob", "│", "│", "│", "│"] };
  const log = (from: number) => Array.from({ length: 6 }, (_, row) => `line ${from + row}`);
  for (const from of [0, 1, 2, 5]) {
    const rows = ["title", ...log(from), "input"];
    await write(terminal, painter.paint({ ...frame(rows), side }));
    const beside = [...log(from)].map((text, row) => text.padEnd(14) + (side.rows[row] ?? ""));
    assert.equal(shown(terminal), ["title", ...beside, "input"]);
  }
  // Gone, with the rows as they are.
  await write(terminal, painter.paint(frame(["title", ...log(5), "input"])));
  assert.equal(shown(terminal), ["title", ...log(5), "input"]);
});

test("a row that a terminal draws too wide leaves what stands beside it as it was", async () => {
  const painter = new Painter();
  const terminal = createTerminal(3);
  await write(terminal, "\x1b[?7l");
  const side = { column: 10, from: 1, rows: ["│ ada"] };
  await write(terminal, painter.paint({ ...frame(["", "short", ""]), side }));
  await write(terminal, painter.paint({ ...frame(["", "日本語日本語日本語", ""]), side }));
  assert.is(shown(terminal)[1]?.slice(-5), "│ ada");
});

const row = fc.constantFrom(
  "",
  "one",
  "two",
  "three",
  "\x1b[31mred\x1b[39m",
  "日本語",
  "x".repeat(COLUMNS),
);
const moves = fc.record({ add: fc.array(row, { maxLength: 5 }), title: row, input: row });

test("after any run of frames the screen shows the last one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 1, maxLength: 8 }), async (steps) => {
      const painter = new Painter();
      const terminal = createTerminal(10);
      await write(terminal, "\x1b[?7l");
      let log: string[] = Array.from({ length: 8 }, (_, index) => `start ${index}`);
      for (const { add, title, input } of steps) {
        log = [...log, ...add].slice(-8);
        await write(terminal, painter.paint(frame([title, ...log, input])));
        // oxlint-disable-next-line no-control-regex
        const plain = [title, ...log, input].map((text) => text.replace(/\x1b\[\d+m/g, ""));
        assert.equal(shown(terminal), plain);
      }
      terminal.dispose();
    }),
    { numRuns: 60 },
  );
});

test.run();
