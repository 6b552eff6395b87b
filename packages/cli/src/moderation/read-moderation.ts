// What operators type, after a slash or after `chat mod`, as a request to the server. One reader an action; knows no
// transport. Days are a unit here, since bans last for days.

import type { ModerationRequest } from "@chat/protocol/moderation";
import { PENALTY_MAX_S, type ModerationAction } from "@chat/protocol";

import { readName } from "../arguments.ts";
import { parseDuration } from "../duration.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";

type Target = { username: string } | { address: string };
/** Takes the words behind the action. @throws CommandError `usage` */
type Reader = (words: readonly string[]) => Record<string, unknown>;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** Stands for no password and no topic. */
const NONE = "-";

const readers: Record<ModerationAction, Reader> = {
  delete: ([id = ""]) => ({ id: readId(id) }),
  kick: ([name = "", ...reason]) => ({ username: readName("kick", name), ...toReason(reason) }),
  mute: ([name = "", time = "", ...reason]) => ({
    ...{ username: readName("mute", name), seconds: readSeconds("mute", time) },
    ...toReason(reason),
  }),
  unmute: ([name = ""]) => ({ username: readName("unmute", name) }),
  ban: ([whom = "", time = "", ...reason]) => ({
    ...{ ...readTarget("ban", whom), seconds: readSeconds("ban", time) },
    ...toReason(reason),
  }),
  unban: ([whom = ""]) => ({ ...readTarget("unban", whom) }),
  close: (reason) => toReason(reason),
  open: () => ({}),
  topic: (words) => {
    const topic = words.join(" ");
    return { topic: topic === NONE ? "" : topic };
  },
  password: (words) => {
    const password = words.join(" ");
    if (password !== "") return { password: password === NONE ? null : password };
    throw new CommandError(ExitStatus.usage, `which password? "${NONE}" takes it away`);
  },
};

/**
 * The request for an action and the words behind it.
 *
 * @throws CommandError `usage`
 */
export function readModeration(
  action: ModerationAction,
  room: string,
  words: readonly string[],
): ModerationRequest {
  return { room, action, ...readers[action](words) } as ModerationRequest;
}

/**
 * Seconds in what people type: `30s`, `10m`, `2h`, `7d`.
 *
 * @throws CommandError `usage` for what is none, or not within a second and 365 days
 */
function readSeconds(what: string, text: string): number {
  const [, days] = /^(\d{1,3})d$/.exec(text) ?? [];
  const seconds = days ? Number(days) * 86_400 : Math.round((parseDuration(text) ?? 0) / 1_000);
  if (seconds >= 1 && seconds <= PENALTY_MAX_S) return seconds;
  throw new CommandError(
    ExitStatus.usage,
    `${what} for how long? 30s, 10m, 2h or 7d, up to 365d, not "${text}"`,
  );
}

function readId(text: string): number {
  const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new CommandError(ExitStatus.usage, `"${text}" is not the id of a message`);
}

/** Whatever looks like an address is one: a name that does can be banned over the protocol. */
function readTarget(what: string, text: string): Target {
  if (IPV4.test(text) || text.includes(":")) return { address: text };
  return { username: readName(what, text) };
}

function toReason(words: readonly string[]): { reason?: string } {
  return words.length === 0 ? {} : { reason: words.join(" ") };
}
