// What may stand where the cursor is in a typed line: names, rooms, commands and their arguments, emoji. Pure: who asks
// brings the sources.

import { findField, NOTIFY_LEVELS, preferenceFields } from "../preferences/preference-fields.ts";
import type { ArgumentKind } from "./slash-command.ts";
import { slashCommands } from "./slash-commands.ts";

/** Where the words come from. */
export interface LineSources {
  /** People, those one most likely means first. */
  names: readonly string[];
  rooms: readonly string[];
  /** Names of emoji and the emoji, the usual ones first. */
  emoji: readonly (readonly [name: string, emoji: string])[];
  ignored: readonly string[];
  muted: readonly string[];
}

/** A word that fits. */
export interface LineCandidate {
  /** What is put into the line. */
  text: string;
  /** What stands for it in a list. */
  shown: string;
}

/** What fits, and the part of the line that it would replace. */
export interface LineCompletion {
  from: number;
  to: number;
  candidates: readonly LineCandidate[];
}

/** What a completion needs that has to be fetched first. */
export type Need = "rooms" | "emoji";

/** Where the cursor is: the word before it, and what it stands for. */
interface Position {
  kind: ArgumentKind | "command" | "emoji" | "hash-room";
  word: string;
  from: number;
  /** Whether nothing stands before the word. */
  first: boolean;
  /** The words between the command and this one. */
  before: readonly string[];
}

/** What has to be fetched to complete this line, where anything has. */
export function needOf(text: string, cursor: number): Need | undefined {
  const { kind } = locate(text, cursor);
  if (kind === "emoji") return "emoji";
  return kind === "room" || kind === "hash-room" ? "rooms" : undefined;
}

/** What may stand in the place of the word before the cursor. No candidates where nothing fits. */
export function completeLine(text: string, cursor: number, sources: LineSources): LineCompletion {
  const position = locate(text, cursor);
  const gap = text[cursor] === " " ? "" : " ";
  const candidates = toWords(position, sources).map(({ text: word, shown }) => ({
    shown,
    text: position.kind === "emoji" ? word : word + gap,
  }));
  return { from: position.from, to: cursor, candidates };
}

function locate(text: string, cursor: number): Position {
  const before = text.slice(0, cursor);
  const word = /\S*$/.exec(before)?.[0] ?? "";
  const from = cursor - word.length;
  const command = /^\/(?!\/)/.test(text);
  const words = before.slice(0, from).split(/\s+/).filter(Boolean);
  const place = { word, from, first: words.length === 0, before: words.slice(1) };
  if (command && place.first) return { ...place, kind: "command" };
  const kind = command ? toArgumentKind(words) : "text";
  if (kind !== "text") return { ...place, kind };
  if (/^:[\w+-]+$/.test(word)) return { ...place, kind: "emoji" };
  if (word.startsWith("#")) return { ...place, kind: "hash-room" };
  return { ...place, kind: "text" };
}

function toArgumentKind([typed = "", ...given]: readonly string[]): ArgumentKind {
  const known = slashCommands.find(({ name }) => `/${name}` === typed)?.arguments ?? [];
  return known[given.length]?.kind ?? "text";
}

function toWords(position: Position, sources: LineSources): LineCandidate[] {
  const { kind, word, before, first } = position;
  switch (kind) {
    case "command":
      return fitting(
        slashCommands.map(({ name }) => `/${name}`),
        word,
      );
    case "emoji":
      return toEmoji(word.slice(1), sources.emoji);
    case "hash-room":
      return fitting(
        sources.rooms.map((room) => `#${room}`),
        word,
      );
    case "room":
      return fitting(sources.rooms, word.replace(/^#/, ""));
    case "level":
      return fitting(NOTIFY_LEVELS, word);
    case "setting":
      return fitting(
        preferenceFields.map(({ name }) => name),
        word,
      );
    case "value":
      return fitting(findField(before[0] ?? "")?.values ?? [], word);
    case "time":
      return fitting(["10m", "1h", "1d", "7d"], word);
    case "ignored":
      return fitting(sources.ignored, word);
    case "muted":
      return fitting(sources.muted, word);
    case "name":
      return fitting(sources.names, word);
    case "text":
      return toNames(word, first, sources.names);
  }
}

/** At the start of a line a name is whom it is for. */
function toNames(word: string, first: boolean, names: readonly string[]): LineCandidate[] {
  const at = word.startsWith("@") ? "@" : "";
  return fitting(names, word.slice(at.length)).map(({ shown }) => ({
    shown,
    text: at + shown + (first && at === "" ? ":" : ""),
  }));
}

function toEmoji(word: string, emoji: LineSources["emoji"]): LineCandidate[] {
  const wanted = word.toLowerCase();
  const begins = emoji.filter(([name]) => name.startsWith(wanted));
  // A shorter name is closer to what was typed.
  const sorted = begins.toSorted(([a], [b]) => a.length - b.length);
  return sorted.map(([name, character]) => ({ text: character, shown: `${character} ${name}` }));
}

function fitting(words: readonly string[], begin: string): LineCandidate[] {
  const wanted = begin.toLowerCase();
  return words
    .filter((word) => word.toLowerCase().startsWith(wanted))
    .map((word) => ({ text: word, shown: word }));
}
