// What each thing that an operator asks for is in the terms of a store: the rules it sets, the message it erases, and what
// the room is told. One record an action. Pure.

import type { Moderated, ModerationAction } from "@chat/protocol";
import type { BanTarget, ModerationRequest } from "@chat/protocol/moderation";

import { CLOSED, PASSWORD, type Penalty, TOPIC, nameOfBan, nameOfMute } from "./room-rules.ts";
import type { RuleChange } from "./room-store.ts";

/** What is done, and told. */
export interface Deed {
  changes: RuleChange[];
  /** What the room is told besides room, operator, action and time. */
  told: Omit<Moderated, "room" | "action" | "by" | "timestamp">;
  /** The id of a message to erase. */
  erase?: number;
  /** When the longest rule that it sets ends, in milliseconds since the epoch. */
  until?: number;
}

/** By whom and when. */
export interface DeedContext {
  by: string;
  /** In milliseconds since the epoch. */
  now: number;
  /** What is to be kept of the new password; undefined where there is none. */
  keptPassword?: string;
}

type Deeds = {
  [Action in ModerationAction]: (
    request: Extract<ModerationRequest, { action: Action }>,
    context: DeedContext,
  ) => Deed;
};

const deeds: Deeds = {
  delete: ({ id }) => ({ changes: [], told: { id }, erase: id }),
  kick: ({ username, reason }) => ({ changes: [], told: { username, ...given({ reason }) } }),
  mute: (request, context) => {
    const { username } = request;
    const penalty = toPenalty("mute", { username }, request, context);
    return { ...penalize(nameOfMute(username), penalty), until: penalty.until };
  },
  unmute: ({ username }) => ({ changes: [[nameOfMute(username), null]], told: { username } }),
  ban: (request, context) => {
    const target = targetOf(request);
    const penalty = toPenalty("ban", target, request, context);
    return { ...penalize(nameOfBan(target), penalty), until: penalty.until };
  },
  unban: (request) => {
    const target = targetOf(request);
    // An address is nothing to tell a room.
    const told = "username" in target ? target : {};
    return { changes: [[nameOfBan(target), null]], told };
  },
  close: ({ reason }) => ({ changes: [[CLOSED, "1"]], told: given({ reason }) }),
  open: () => ({ changes: [[CLOSED, null]], told: {} }),
  topic: ({ topic }) => ({ changes: [[TOPIC, topic === "" ? null : topic]], told: { topic } }),
  password: (_request, { keptPassword }) => ({
    changes: [[PASSWORD, keptPassword ?? null]],
    told: { private: keptPassword !== undefined },
  }),
};

/** What a request of an operator comes to. */
export function toDeed(request: ModerationRequest, context: DeedContext): Deed {
  return (deeds[request.action] as (asked: ModerationRequest, context: DeedContext) => Deed)(
    request,
    context,
  );
}

function targetOf(request: BanTarget): BanTarget {
  return "username" in request ? { username: request.username } : { address: request.address };
}

function toPenalty(
  kind: Penalty["kind"],
  target: BanTarget,
  { seconds, reason }: { seconds: number; reason?: string },
  { by, now }: DeedContext,
): Penalty {
  return { kind, ...target, until: now + seconds * 1_000, by, ...given({ reason }) };
}

function penalize(name: string, penalty: Penalty): Deed {
  const { username, reason, until } = penalty;
  return {
    changes: [[name, JSON.stringify(penalty)]],
    told: { ...given({ username, reason }), until: new Date(until).toISOString() },
  };
}

/** Without what is undefined. */
function given<T extends Record<string, string | undefined>>(
  fields: T,
): { [Name in keyof T]?: string } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: string };
}
