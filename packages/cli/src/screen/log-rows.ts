// How one entry of a room looks: its rows, styled, for a width. Knows neither scrolling nor the terminal.

import type { Draft, Entry } from "@chat/client";
import { cleanForTerminal } from "@chat/protocol";

import { toModerationWords, toVerb } from "../output/message-line.ts";
import { mentions } from "./mentions.ts";
import { type RowStyle, type Speaker, toRowHead } from "./row-head.ts";
import { type TextRowsOptions, toTextRows } from "./text-rows.ts";

/** From this many on, people who come and go are counted, not named. */
const MANY = 3;

/** The rows of a message. */
export function toMessageRows(
  entry: Extract<Entry, { type: "message" }>,
  style: RowStyle,
): string[] {
  const { username, message, timestamp, deleted } = entry.message;
  const calls = username !== style.username && mentions(message, style.username);
  const speaker = { name: username, calls };
  const base = deleted ? style.paint.muted : calls ? style.paint.bold : undefined;
  return toRows(style, new Date(timestamp), speaker, message, { base });
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
      ? notices.map((notice) => `${toName(notice.username, style)} ${toVerb(notice)}`).join(", ")
      : toCounts(notices);
  // No markup: a name may hold its signs.
  return toRows(style, new Date(last.timestamp), undefined, text, {
    base: style.paint.muted,
    literal: true,
  });
}

/** The rows of what an operator did. */
export function toModeratedRows(
  entry: Extract<Entry, { type: "moderated" }>,
  style: RowStyle,
): string[] {
  return toRows(style, new Date(entry.timestamp), undefined, toModerationWords(entry), {
    base: style.paint.muted,
    literal: true,
  });
}

function toName(username: string, style: RowStyle): string {
  const name = cleanForTerminal(username);
  const other = style.lookalike(username);
  return other === undefined ? name : `${name} (not ${cleanForTerminal(other)})`;
}

function toCounts(notices: readonly Extract<Entry, { type: "joined" | "left" }>[]): string {
  const joined = notices.filter((notice) => notice.type === "joined").length;
  const left = notices.length - joined;
  return [joined > 0 ? `${joined} joined` : "", left > 0 ? `${left} left` : ""]
    .filter((part) => part !== "")
    .join(", ");
}

/** The rows of text that the server has not stored yet, or has refused. */
export function toDraftRows(draft: Draft, style: RowStyle): string[] {
  const { paint, username } = style;
  const failed = draft.state === "failed";
  const rows = toRows(style, new Date(draft.createdAt), { name: username }, draft.text, {
    base: paint.muted,
    tail: failed ? undefined : `  ⧗${isSlowedDown(draft) ? " slowed down: too much at once" : ""}`,
  });
  if (!failed) return rows;
  const why = `✗ ${draft.error?.message ?? "refused"}  /retry or /discard`;
  const reason = toRows(style, undefined, undefined, why, { base: paint.bad, literal: true });
  return [...rows, ...reason];
}

/** Whether a draft waits because its author has sent too much at once. It goes by itself. */
function isSlowedDown({ state, error }: Draft): boolean {
  return state === "waiting" && error?.code === "rate_limited";
}

/** Rows with a head (time, name) and text that keeps its indent. */
function toRows(
  style: RowStyle,
  time: Date | undefined,
  speaker: Speaker | undefined,
  text: string,
  look: Pick<TextRowsOptions, "base" | "tail" | "literal">,
): string[] {
  const { first, rest, cells } = toRowHead(style, time, speaker);
  const rows = toTextRows(text, {
    width: style.width - cells.rest,
    // In narrow windows the head is part of the first row, and the text below it is indented by little.
    first: style.width - cells.first,
    paint: style.paint,
    ...look,
  });
  return rows.map((row, index) => (index === 0 ? first : rest) + row);
}
