// Turns the entries of a room into the rows of the log: day lines, condensed notices, the read ruler.
// Pure: knows neither elements nor the clock.

import type {
  Entry,
  GapEntry,
  JoinedEntry,
  LeftEntry,
  MessageEntry,
  ModeratedEntry,
} from "@chat/client";
import { toDay } from "./times.ts";

/** One row of the log. `key` is unique in its room. */
export type LogRow =
  | { type: "day"; key: string; timestamp: string }
  | { type: "ruler"; key: string }
  /** `continued`: by the same person as the row above and soon after it, so that the name need not be repeated. */
  | { type: "message"; key: string; entry: MessageEntry; continued: boolean }
  | { type: "notices"; key: string; notices: Notices }
  | { type: "moderated"; key: string; entry: ModeratedEntry }
  | { type: "gap"; key: string; entry: GapEntry };

/** Comings and goings without a message in between, each name once. */
export interface Notices {
  joined: string[];
  left: string[];
  /** Joined, and left again. */
  visited: string[];
  /** Left, and joined again. */
  returned: string[];
  /** When the last of it was. */
  timestamp: string;
}

const CONTINUES_WITHIN_MS = 5 * 60_000;

/**
 * @param readUpTo the id of the last message read: the ruler comes before the first newer message of another person;
 * undefined for no ruler
 */
export function toLogRows(
  entries: readonly Entry[],
  username: string,
  readUpTo: number | undefined,
): LogRow[] {
  const rows: LogRow[] = [];
  let day = "";
  let ruled = readUpTo === undefined;
  let notices: (JoinedEntry | LeftEntry)[] = [];
  let last: MessageEntry | undefined;
  const endNotices = (): void => {
    const first = notices[0];
    if (first === undefined) return;
    rows.push({ type: "notices", key: `n${first.key}`, notices: condense(notices) });
    notices = [];
    last = undefined;
  };
  for (const entry of entries) {
    if (entry.type === "gap") {
      endNotices();
      rows.push({ type: "gap", key: entry.key, entry });
      last = undefined;
      continue;
    }
    const timestamp = entry.type === "message" ? entry.message.timestamp : entry.timestamp;
    if (toDay(timestamp) !== day) {
      endNotices();
      day = toDay(timestamp);
      rows.push({ type: "day", key: `d${entry.key}`, timestamp });
      last = undefined;
    }
    if (entry.type === "moderated") {
      endNotices();
      rows.push({ type: "moderated", key: entry.key, entry });
      last = undefined;
      continue;
    }
    if (entry.type !== "message") {
      notices.push(entry);
      continue;
    }
    endNotices();
    if (!ruled && entry.message.id > (readUpTo ?? 0) && entry.message.username !== username) {
      ruled = true;
      rows.push({ type: "ruler", key: "ruler" });
      last = undefined;
    }
    rows.push({ type: "message", key: entry.key, entry, continued: continues(last, entry) });
    last = entry;
  }
  endNotices();
  return rows;
}

function continues(last: MessageEntry | undefined, entry: MessageEntry): boolean {
  if (last === undefined || last.message.username !== entry.message.username) return false;
  const apart = Date.parse(entry.message.timestamp) - Date.parse(last.message.timestamp);
  return apart < CONTINUES_WITHIN_MS;
}

function condense(entries: readonly (JoinedEntry | LeftEntry)[]): Notices {
  const spans = new Map<string, { first: "joined" | "left"; last: "joined" | "left" }>();
  for (const { username, type } of entries) {
    const span = spans.get(username);
    if (span === undefined) spans.set(username, { first: type, last: type });
    else span.last = type;
  }
  const notices: Notices = {
    joined: [],
    left: [],
    visited: [],
    returned: [],
    timestamp: entries.at(-1)?.timestamp ?? "",
  };
  for (const [username, { first, last }] of spans) {
    if (first === last) notices[first].push(username);
    else if (first === "joined") notices.visited.push(username);
    else notices.returned.push(username);
  }
  return notices;
}
