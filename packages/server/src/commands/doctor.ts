// `chat-server doctor`: what was found, as lines for people or as JSON.

import { styleText } from "node:util";

import type { Settings } from "../config.ts";
import { examine } from "../doctor/examine.ts";
import type { Finding, FindingState } from "../doctor/finding.ts";
import { count } from "./progress-line.ts";

const SIGNS = { ok: "ok", warning: "warning", problem: "PROBLEM" } as const;
const COLOURS = { ok: "green", warning: "yellow", problem: "red" } as const;
const SIGN_WIDTH = 9;
const ABOUT_WIDTH = 12;
const WIDTH_MAX = 100;
/** Below this, sentences are left to the terminal. */
const SENTENCE_MIN = 30;

/** Runs `chat-server doctor`. @returns whether a server could serve */
export async function runDoctor(settings: Settings, asJson: boolean): Promise<boolean> {
  const findings = await examine(settings);
  const well = !findings.some(({ state }) => state === "problem");
  if (asJson) {
    process.stdout.write(`${JSON.stringify({ ok: well, findings })}\n`);
    return well;
  }
  for (const finding of findings) process.stdout.write(toLines(finding));
  process.stdout.write(`${summarize(findings)}\n`);
  return well;
}

function toLines({ state, about, says, advice }: Finding): string {
  const indent = " ".repeat(SIGN_WIDTH + ABOUT_WIDTH);
  const width = Math.min(process.stdout.columns ?? WIDTH_MAX, WIDTH_MAX) - indent.length;
  const [first, ...rest] = [...wrap(says, width), ...(advice ? wrap(`→ ${advice}`, width) : [])];
  const sign = paint(state, SIGNS[state].padEnd(SIGN_WIDTH));
  return [
    `${sign}${about.padEnd(ABOUT_WIDTH)}${first}`,
    ...rest.map((line) => indent + line),
    "",
  ].join("\n");
}

function wrap(text: string, width: number): string[] {
  if (width < SENTENCE_MIN) return [text];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function summarize(findings: readonly Finding[]): string {
  const number = (wanted: FindingState) => findings.filter(({ state }) => state === wanted).length;
  const problems = number("problem");
  const warnings = number("warning");
  if (problems + warnings === 0) return "All is well.";
  return `${count(problems, "problem")}, ${count(warnings, "warning")}.`;
}

function paint(state: FindingState, text: string): string {
  if (!process.stdout.isTTY || process.env["NO_COLOR"]) return text;
  return styleText(COLOURS[state], text);
}
