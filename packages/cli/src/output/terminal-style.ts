// How what is printed looks where standard output is a terminal. Loaded by those who print to people; what colours are
// costs programs in a pipe nothing.

import { isatty } from "node:tty";

import type { Paint } from "../screen/paint.ts";

const STDOUT = 1;

/** A terminal to print to. */
export interface TerminalStyle {
  readonly paint: Paint;
  /** How many cells a line has now. */
  readonly columns: number;
}

/** The style of standard output; undefined where that is a pipe or a file. Without colours under `NO_COLOR`. */
export async function loadTerminalStyle(): Promise<TerminalStyle | undefined> {
  if (!isatty(STDOUT)) return undefined;
  // Read by what colours, when it is loaded.
  if (process.env["NO_COLOR"]) process.env["FORCE_COLOR"] = "0";
  const [{ createPaint }, { chooseTheme }] = await Promise.all([
    import("../screen/paint.ts"),
    import("../screen/theme.ts"),
  ]);
  return {
    paint: createPaint(chooseTheme("auto", "unknown"), false),
    get columns() {
      return process.stdout.columns || 80;
    },
  };
}
