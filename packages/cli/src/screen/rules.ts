// Lines across the log with words in them. Knows no entries.

import { textWidth, truncate } from "../output/text-width.ts";
import { formatDay } from "../output/times.ts";
import type { Paint } from "./paint.ts";

/** What a line across the log needs to know. */
export interface RuleStyle {
  /** Cells. */
  width: number;
  paint: Paint;
}

/** A line with words near its beginning, without a style. */
export function toRule(words: string, width: number): string {
  const line = `── ${truncate(words, Math.max(0, width - 6))} `;
  return line + "─".repeat(Math.max(0, width - textWidth(line)));
}

/** The line with which a day begins. */
export function toDayRow(day: Date, { width, paint }: RuleStyle): string {
  return paint.muted(toRule(formatDay(day), width));
}

/** The line below what was read when one left. */
export function toReadRow({ width, paint }: RuleStyle): string {
  const words = " new ";
  const left = Math.max(0, Math.floor((width - words.length) / 2));
  const right = Math.max(0, width - words.length - left);
  return paint.alert("─".repeat(left) + words + "─".repeat(right));
}

/** The line where messages are missing. */
export function toGapRow({ width, paint }: RuleStyle): string {
  return paint.wait(toRule("some messages are missing here", width));
}

/** The line above the oldest message in view, with what is known of older ones. */
export function toTopRow(words: string, { width, paint }: RuleStyle): string {
  return paint.muted(toRule(words, width));
}
