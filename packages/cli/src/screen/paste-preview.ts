// A paste of several lines before it becomes part of the input: what is shown of it, and what it may be made into.
// Pure; knows no keys.

import { cleanMessage, countCodePoints, MESSAGE_MAX } from "@chat/protocol";

/** How many lines of a paste are shown. */
const LINES_MAX = 200;

/** A paste as text of a message: line breaks as they are here, none at its end, nothing that no message may hold. */
export function toPastedText(paste: string): string {
  return cleanMessage(paste.replace(/\r\n?/g, "\n")).replace(/\n+$/, "");
}

/** Whether a person should see it before it goes in: it has several lines, or is too long for a message. */
export function needsLook(text: string): boolean {
  return text.includes("\n") || countCodePoints(text) > MESSAGE_MAX;
}

/** What is shown of it. */
export function toPastePanel(text: string): { title: string; lines: readonly string[] } {
  const lines = text.split("\n");
  const characters = countCodePoints(text);
  const size = `${lines.length} ${lines.length === 1 ? "line" : "lines"}, ${characters} characters`;
  const fits = characters > MESSAGE_MAX ? ` (a message has at most ${MESSAGE_MAX})` : "";
  return {
    title: `paste: Enter takes it, Tab as code, Esc drops it; ${size}${fits}`,
    lines: lines.slice(0, LINES_MAX),
  };
}
