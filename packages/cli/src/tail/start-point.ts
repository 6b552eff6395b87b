// Where `tail` begins: `--since 2h`, `--since last`, `--since ID`. Reads the history over HTTP.

import { isMessageId, type Message } from "@chat/protocol";

import { parseDuration } from "../duration.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { readAfter, readNewest } from "../room-pages.ts";
import type { Settings } from "../settings.ts";

/** More than any server keeps of a room. */
const ALL = 1_000_000;

/** Where to begin: so many messages back, behind one, or some time ago. */
export type Since =
  | { type: "newest"; count: number }
  | { type: "id"; id: number }
  | { type: "ago"; ms: number };

/** Reads `--since`. A number alone is an id, with a unit a duration. @throws CommandError `usage` */
export function readSince(text: string | undefined): Since | undefined {
  if (text === undefined) return undefined;
  if (text === "last") return { type: "newest", count: 1 };
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

/** What there is since then. */
export interface SincePoint {
  messages: Message[];
  /** The id behind which they begin. */
  after: number;
  /** Where messages behind that are gone, or may be: the ids on both sides of the hole. */
  gap: { after: number; before: number } | undefined;
}

/** Looks up what there is since then. @throws ChatError, UnreachableError */
export async function readSincePoint(
  settings: Settings,
  room: string,
  since: Since,
): Promise<SincePoint> {
  if (since.type === "id") {
    const { messages, complete } = await readAfter(settings, room, since.id);
    const before = messages[0]?.id;
    const whole = complete || before === undefined;
    return { messages, after: since.id, gap: whole ? undefined : { after: since.id, before } };
  }
  if (since.type === "newest") {
    const messages = await readNewest(settings, room, since.count);
    return { messages, after: messages[0]?.prev ?? 0, gap: undefined };
  }
  const all = await readNewest(settings, room, ALL);
  const from = Date.now() - since.ms;
  const messages = all.filter(({ timestamp }) => Date.parse(timestamp) >= from);
  return { messages, after: messages[0]?.prev ?? all.at(-1)?.id ?? 0, gap: undefined };
}
