// What stands in front of a row's text: the time, the name in a column of its own, and a line beside the text.
// Knows no text.

import { cleanForTerminal } from "@chat/protocol";

import { textWidth, truncate } from "../output/text-width.ts";
import { formatTime, timeCells } from "../output/times.ts";
import type { Paint } from "./paint.ts";

/** What rows depend on besides their entry. */
export interface RowStyle {
  /** Cells. */
  width: number;
  /** Cells of the name column. */
  nameWidth: number;
  /** Oneself. */
  username: string;
  paint: Paint;
  /** The present name that this one could be taken for, where it is another. */
  lookalike: (name: string) => string | undefined;
}

/** Who speaks. */
export interface Speaker {
  name: string;
  /** The text calls for oneself. */
  calls?: boolean;
}

/** The beginning of rows. */
export interface RowHead {
  /** Styled, in front of the first row and of each of the others. */
  first: string;
  rest: string;
  cells: { first: number; rest: number };
}

/** Below this width names stand in front of the text, not in a column of their own. */
const COLUMNS_FROM = 50;
/** Below this width even the time costs too much. */
const TIME_FROM = 30;
const NOBODY = "--";
/** Behind a name that could be taken for another. */
const LIKE = "≈";

/** The head of rows said at `time`, by `speaker` or by nobody; blank where it goes on from rows above. */
export function toRowHead(
  style: RowStyle,
  time: Date | undefined,
  speaker: Speaker | undefined,
): RowHead {
  return style.width >= COLUMNS_FROM
    ? toColumns(style, time, speaker)
    : toPrefix(style, time, speaker);
}

function toColumns(style: RowStyle, time: Date | undefined, speaker: Speaker | undefined): RowHead {
  const { paint, nameWidth } = style;
  const name = truncate(cleanForTerminal(speaker?.name ?? NOBODY), nameWidth);
  const line = speaker?.calls ? paint.alert(paint.bold("┃")) : paint.muted("│");
  const like = speaker !== undefined && style.lookalike(speaker.name) !== undefined;
  const pad = " ".repeat(Math.max(0, nameWidth - textWidth(name)));
  const clock = paint.muted((time === undefined ? "" : formatTime(time)).padStart(timeCells()));
  const cells = timeCells() + 1 + nameWidth + 3;
  const who = time === undefined ? " ".repeat(textWidth(name)) : paintName(style, speaker, name);
  return {
    first: `${clock} ${pad}${who}${like ? paint.alert(LIKE) : " "}${line} `,
    rest: `${" ".repeat(cells - 2)}${line} `,
    cells: { first: cells, rest: cells },
  };
}

function toPrefix(style: RowStyle, time: Date | undefined, speaker: Speaker | undefined): RowHead {
  const { paint, width } = style;
  if (time === undefined) return { first: "", rest: "  ", cells: { first: 0, rest: 2 } };
  const clock = width < TIME_FROM ? "" : `${formatTime(time)} `;
  const most = Math.max(3, Math.floor(width / 3));
  const name = truncate(cleanForTerminal(speaker?.name ?? NOBODY), most);
  const like = speaker !== undefined && style.lookalike(speaker.name) !== undefined ? LIKE : "";
  const who = paintName(style, speaker, name);
  const behind = speaker?.calls ? paint.alert(": ") : speaker ? ": " : " ";
  return {
    first: paint.muted(clock) + who + paint.alert(like) + behind,
    rest: "  ",
    cells: { first: clock.length + textWidth(name) + like.length + (speaker ? 2 : 1), rest: 2 },
  };
}

function paintName(style: RowStyle, speaker: Speaker | undefined, name: string): string {
  const { paint } = style;
  if (speaker === undefined) return paint.muted(name);
  const coloured = paint.name(speaker.name, name);
  return speaker.name === style.username ? paint.bold(coloured) : coloured;
}
