// How one entry of a room looks: its rows, styled, for a width. Knows neither scrolling nor the terminal.

import type { Draft, Entry } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";
import chalk from "chalk";

import { toVerb } from "../output/message-line.ts";
import { textWidth, truncate } from "../output/text-width.ts";
import { formatDay, formatTime, timeCells } from "../output/times.ts";
import { wrap } from "../output/wrap.ts";
import { colourName } from "./name-colour.ts";

/** What rows depend on besides their entry. */
export interface RowStyle {
  /** Cells. */
  width: number;
  /** Cells of the name column. */
  nameWidth: number;
  /** Oneself. */
  username: string;
}

/** Below this width names stand in front of the text, not in a column of their own. */
const COLUMNS_FROM = 50;
/** Below this width even the time costs too much. */
const TIME_FROM = 30;
const NOBODY = "--";

/** The rows of a message. */
export function toMessageRows(
  entry: Extract<Entry, { type: "message" }>,
  style: RowStyle,
): string[] {
  const { username, message, timestamp } = entry.message;
  const mentioned = username !== style.username && mentions(message, style.username);
  return toRows(
    style,
    new Date(timestamp),
    { name: username, mark: mentioned ? chalk.bold.yellow("┃") : chalk.dim("│") },
    cleanForTerminal(message),
    mentioned ? chalk.bold : undefined,
  );
}

/** The row of people who came and went at about the same time. */
export function toNoticeRows(
  notices: readonly Extract<Entry, { type: "joined" | "left" }>[],
  style: RowStyle,
): string[] {
  const last = notices.at(-1);
  if (last === undefined) return [];
  const text =
    notices.length <= MANY
      ? notices.map((notice) => `${cleanForTerminal(notice.username)} ${toVerb(notice)}`).join(", ")
      : toCounts(notices);
  return toRows(style, new Date(last.timestamp), undefined, text, chalk.dim);
}

/** From this many on, people who come and go are counted, not named. */
const MANY = 3;

function toCounts(notices: readonly Extract<Entry, { type: "joined" | "left" }>[]): string {
  const joined = notices.filter((notice) => notice.type === "joined").length;
  const left = notices.length - joined;
  return [joined > 0 ? `${joined} joined` : "", left > 0 ? `${left} left` : ""]
    .filter((part) => part !== "")
    .join(", ");
}

/** The row of a hole in the history. */
export function toGapRows(style: RowStyle): string[] {
  return [chalk.yellow(toRule("some messages are missing here", style.width))];
}

/** The rows of text that the server has not stored yet, or has refused. */
export function toDraftRows(draft: Draft, style: RowStyle): string[] {
  const failed = draft.state === "failed";
  const rows = toRows(
    style,
    new Date(draft.createdAt),
    { name: style.username, mark: chalk.dim("│") },
    cleanForTerminal(draft.text) + (failed ? "" : "  ⧗"),
    chalk.dim,
  );
  if (!failed) return rows;
  const why = `✗ ${cleanForTerminal(draft.error?.message ?? "refused")}  /retry or /discard`;
  return [...rows, ...toRows(style, undefined, undefined, why, chalk.red)];
}

/** A line across the screen with the day in it. */
export function toDayRow(day: Date, width: number): string {
  return chalk.dim(toRule(formatDay(day), width));
}

/** A line across the screen with words in it. */
export function toRule(words: string, width: number): string {
  const shown = truncate(words, Math.max(0, width - 6));
  const line = `── ${shown} `;
  return line + "─".repeat(Math.max(0, width - textWidth(line)));
}

/** Whether a text names somebody: the name, with nothing around it that could be part of another. */
export function mentions(text: string, username: string): boolean {
  for (let at = text.indexOf(username); at >= 0; at = text.indexOf(username, at + 1)) {
    const before = text.slice(0, at).at(-1) ?? "";
    const after = text.slice(at + username.length);
    if (!NAME_PART.test(before) && !NAME_GOES_ON.test(after)) return true;
  }
  return false;
}

const NAME_PART = /[\p{L}\p{M}\p{N}_\-.]/u;
// A full stop ends a sentence more often than it is part of a name.
const NAME_GOES_ON = /^(?:[\p{L}\p{M}\p{N}_-]|\.[\p{L}\p{N}])/u;

/** Rows with a head (time, name) and text that keeps its indent. Without a speaker the name column holds `--`. */
function toRows(
  style: RowStyle,
  time: Date | undefined,
  speaker: { name: string; mark: string } | undefined,
  text: string,
  paint: ((text: string) => string) | undefined,
): string[] {
  const head = style.width >= COLUMNS_FROM ? toColumns : toPrefix;
  const { first, rest, cells } = head(style, time, speaker);
  // In narrow windows the head is part of the first line, and the text below it is indented by little.
  const lines =
    cells.first === cells.rest
      ? wrap(text, style.width - cells.rest)
      : wrapBehind(text, style.width, cells.first, cells.rest);
  return lines.map((line, row) => {
    const painted = paint === undefined || line === "" ? line : paint(line);
    return (row === 0 ? first : rest) + painted;
  });
}

interface Head {
  first: string;
  rest: string;
  cells: { first: number; rest: number };
}

function toColumns(
  style: RowStyle,
  time: Date | undefined,
  speaker: { name: string; mark: string } | undefined,
): Head {
  const mark = speaker?.mark ?? chalk.dim("│");
  const name = truncate(cleanForTerminal(speaker?.name ?? NOBODY), style.nameWidth);
  const pad = " ".repeat(Math.max(0, style.nameWidth - textWidth(name)));
  const clock = chalk.dim((time === undefined ? "" : formatTime(time)).padStart(timeCells()));
  const cells = timeCells() + 1 + style.nameWidth + 3;
  const who = time === undefined ? " ".repeat(name.length) : paintName(style, speaker, name);
  return {
    first: `${clock} ${pad}${who} ${mark} `,
    rest: `${" ".repeat(cells - 2)}${mark} `,
    cells: { first: cells, rest: cells },
  };
}

function toPrefix(
  style: RowStyle,
  time: Date | undefined,
  speaker: { name: string; mark: string } | undefined,
): Head {
  const clock = time === undefined || style.width < TIME_FROM ? "" : `${formatTime(time)} `;
  const name = truncate(
    cleanForTerminal(speaker?.name ?? NOBODY),
    Math.max(3, Math.floor(style.width / 3)),
  );
  const who = time === undefined ? "" : `${paintName(style, speaker, name)}${speaker ? ": " : " "}`;
  const whoCells = time === undefined ? 0 : textWidth(name) + (speaker ? 2 : 1);
  return {
    first: chalk.dim(clock) + who,
    rest: "  ",
    cells: { first: clock.length + whoCells, rest: 2 },
  };
}

function paintName(style: RowStyle, speaker: { name: string } | undefined, name: string): string {
  if (speaker === undefined) return chalk.dim(name);
  const coloured = colourName(speaker.name, name);
  return speaker.name === style.username ? chalk.bold(coloured) : coloured;
}

/** Wraps text whose first row begins further right than the others. */
function wrapBehind(text: string, width: number, first: number, rest: number): string[] {
  // The head's place is held by characters that no blank can break.
  const held = "\u00a0".repeat(Math.max(0, first - rest));
  const [head = "", ...others] = wrap(held + text, width - rest);
  return [head.slice(held.length), ...others];
}
