// What is posted about a command that has ended. Knows no process and no server.

import { cleanMessage, countCodePoints, MESSAGE_MAX } from "@chat/protocol";

import { toCodeBlock } from "../code-block.ts";
import { formatDuration } from "../duration.ts";
import type { ChildEnd } from "./run-child.ts";

/** The most of the command line that is quoted, in code points. */
const COMMAND_MAX = 200;
/** Room for the head, the fences and the mark of what was left out. */
const RESERVE = 60;

/** The text of the message: how it went, and the last lines, as many as fit. */
export function toReport(command: readonly string[], end: ChildEnd): string {
  const head = cleanMessage(`${toOutcome(end)} after ${toTime(end.tookMs)}: ${toLine(command)}`);
  const lines = end.problem === undefined ? end.lastLines.map(cleanMessage) : [end.problem];
  const fitting = takeLast(lines, MESSAGE_MAX - countCodePoints(head) - RESERVE);
  if (fitting.every((line) => line.trim() === "")) return head;
  const text = `${head}\n${toCodeBlock(fitting.join("\n"))}`;
  // Fences are as long as their content asks for.
  return countCodePoints(text) <= MESSAGE_MAX ? text : head;
}

function toOutcome({ status, signal, problem }: ChildEnd): string {
  if (problem !== undefined) return "could not be started";
  if (signal !== undefined) return `ended by ${signal}`;
  return status === 0 ? "done" : `failed with status ${status}`;
}

function toTime(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${(milliseconds / 1_000).toFixed(1)} s`
    : formatDuration(milliseconds);
}

/** The command as one might type it, its middle left out where it is long. */
function toLine(command: readonly string[]): string {
  const line = command.map(quote).join(" ").replace(/\s+/g, " ");
  const points = Array.from(line);
  return points.length <= COMMAND_MAX ? line : `${points.slice(0, COMMAND_MAX).join("")}…`;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The last lines that fit into `max` code points; of a single one that does not, its end. */
function takeLast(lines: readonly string[], max: number): string[] {
  const taken: string[] = [];
  let left = max;
  for (const line of lines.toReversed()) {
    const size = countCodePoints(line) + 1;
    if (size > left) {
      const end = Array.from(line)
        .slice(-Math.max(1, left - 2))
        .join("");
      return taken.length === 0 ? [`…${end}`] : ["…", ...taken];
    }
    taken.unshift(line);
    left -= size;
  }
  return taken;
}
