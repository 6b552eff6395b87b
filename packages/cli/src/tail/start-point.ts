// Where `tail` begins: `--since 2h`, `--since last`, `--since ID`. Reads the history over HTTP.

import { isMessageId, type Message } from "@chat/protocol";

import { parseDuration } from "../duration.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { readNewest } from "../room-pages.ts";
import type { Settings } from "../settings.ts";

/** More than any server keeps of a room. */
const ALL = 1_000_000;

/** What `--since` says. */
export type Since = { type: "last" } | { type: "id"; id: number } | { type: "ago"; ms: number };

/** Reads `--since`. A number alone is an id, with a unit a duration. @throws CommandError `usage` */
export function readSince(text: string | undefined): Since | undefined {
  if (text === undefined) return undefined;
  if (text === "last") return { type: "last" };
  if (/^\d+$/.test(text)) {
    const id = Number(text);
    if (isMessageId(id)) return { type: "id", id };
  } else {
    const ms = parseDuration(text);
    if (ms !== undefined) return { type: "ago", ms };
  }
  throw new CommandError(
    ExitStatus.usage,
    `--since is a duration such as 2h, the id of a message, or "last", not "${text}"`,
  );
}

/** The messages there are since then, and the id behind which they begin. @throws ChatError, UnreachableError */
export async function readSincePoint(
  settings: Settings,
  room: string,
  since: Since,
): Promise<{ messages: Message[]; after: number }> {
  if (since.type === "last") {
    const messages = await readNewest(settings, room, 1);
    return { messages, after: messages[0]?.prev ?? 0 };
  }
  const all = await readNewest(settings, room, ALL);
  const from = since.type === "ago" ? Date.now() - since.ms : 0;
  const messages = all.filter(({ id, timestamp }) =>
    since.type === "id" ? id > since.id : Date.parse(timestamp) >= from,
  );
  if (since.type === "id") return { messages, after: since.id };
  return { messages, after: messages[0]?.prev ?? all.at(-1)?.id ?? 0 };
}
