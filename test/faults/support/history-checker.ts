// Judges what everybody saw of one room against what was sent and acknowledged. Pure: knows no server, no client and no
// time. A text stands for one draft: whoever sends must never send the same text twice.

import type { Message } from "@chat/protocol";

/** What a client marks as missing: everything behind `after` and before `before`, all of it where that is open. */
export interface Gap {
  after: number;
  before?: number | undefined;
}

/** One line of a view. */
export type Seen = { message: Message } | { gap: Gap };

/** All that one client showed of the room, in the order in which it showed it. */
export interface View {
  name: string;
  /** The id behind which it has to be whole; 0 for the room's beginning. */
  from: number;
  /** The id up to which it has to be whole, itself included; open for a client that stayed to the end. */
  until?: number;
  seen: readonly Seen[];
}

/** What one sender handed over, in this order. */
export interface Sent {
  username: string;
  texts: readonly string[];
}

/** Everything known of one room at the end of a run. */
export interface Observation {
  sent: readonly Sent[];
  /** The message of every acknowledgement. */
  acknowledged: readonly Message[];
  views: readonly View[];
  /** What the store keeps, oldest first. */
  history: readonly Message[];
  /** Whether the store must hold every acknowledged message: nothing was trimmed, expired or flushed. */
  historyIsWhole: boolean;
}

/** What must not happen. */
export type ViolationKind =
  /** A message that nobody sent, or that differs from what was sent or from what others saw. */
  | "invented"
  /** One draft is two messages, or one message is shown twice. */
  | "repeated"
  /** Ids that do not ascend, or a sender's messages in another order than they were sent. */
  | "order"
  /** An acknowledged or seen message that somebody lacks, with nothing to mark the hole. */
  | "lost"
  /** Presence that was told twice, wrongly, or not at all. */
  | "presence";

/** One thing that went wrong. */
export interface Violation {
  kind: ViolationKind;
  /** Who saw it, or where. */
  where: string;
  what: string;
}

/** Everything that is wrong with a run; empty where nothing is. */
export function checkHistory(observation: Observation): Violation[] {
  const { views, history, acknowledged, sent } = observation;
  const store = { name: "the store", from: 0, seen: history.map((message) => ({ message })) };
  const acknowledgements = acknowledged.map((message) => ({ message }));
  return [
    ...checkContent(
      [...views, store, { name: "an acknowledgement", seen: acknowledgements }],
      sent,
    ),
    ...[...views, store].flatMap((view) => [...checkOrder(view), ...checkSenders(view, sent)]),
    ...checkWholeness(observation),
    ...checkStore(observation),
  ];
}

/** A violation as a line. */
export function describeViolation({ kind, where, what }: Violation): string {
  return `${kind} (${where}): ${what}`;
}

/** Nothing is invented, and one draft is one message, whoever looks. */
function checkContent(
  witnesses: readonly Pick<View, "name" | "seen">[],
  sent: readonly Sent[],
): Violation[] {
  const violations: Violation[] = [];
  const senders = new Map(
    sent.flatMap(({ username, texts }) => texts.map((text) => [text, username] as const)),
  );
  const byId = new Map<number, string>();
  const byText = new Map<string, number>();
  for (const { name, seen } of witnesses) {
    for (const { id, prev, room, username, message, timestamp } of messagesOf(seen)) {
      if (senders.get(message) !== username) {
        const what = `${id} "${message}" of ${username} was never sent`;
        violations.push({ kind: "invented", where: name, what });
      }
      const content = JSON.stringify([id, prev, room, username, message, timestamp]);
      const known = byId.get(id) ?? content;
      if (known !== content) {
        const what = `${content} is elsewhere ${known}`;
        violations.push({ kind: "invented", where: name, what });
      }
      byId.set(id, known);
      const first = byText.get(message) ?? id;
      if (first !== id) {
        const what = `"${message}" was stored as ${first} and as ${id}`;
        violations.push({ kind: "repeated", where: name, what });
      }
      byText.set(message, first);
    }
  }
  return violations;
}

/** Ids ascend: with it every view has the one order of the ids, and no message twice. */
function checkOrder({ name, seen }: View): Violation[] {
  const violations: Violation[] = [];
  const shown = new Set<number>();
  let last = 0;
  for (const { id, message } of messagesOf(seen)) {
    if (shown.has(id)) {
      violations.push({ kind: "repeated", where: name, what: `${id} "${message}" is shown twice` });
    } else if (id <= last) {
      violations.push({ kind: "order", where: name, what: `${id} "${message}" follows ${last}` });
    }
    shown.add(id);
    last = Math.max(last, id);
  }
  return violations;
}

/** What one sender sent is shown in the order in which it was sent. */
function checkSenders({ name, seen }: View, sent: readonly Sent[]): Violation[] {
  const violations: Violation[] = [];
  const places = new Map(sent.flatMap(({ texts }) => texts.map((text, at) => [text, at] as const)));
  const last = new Map<string, number>();
  for (const { username, message } of messagesOf(seen)) {
    const place = places.get(message);
    if (place === undefined) continue;
    if (place < (last.get(username) ?? -1)) {
      const what = `"${message}" of ${username} is shown behind what was sent after it`;
      violations.push({ kind: "order", where: name, what });
    }
    last.set(username, place);
  }
  return violations;
}

/** Whatever is acknowledged, or was seen by anybody, is in every view that has to hold it, or in a gap. */
function checkWholeness({ views, history, acknowledged }: Observation): Violation[] {
  const violations: Violation[] = [];
  const known = new Map<number, Message>();
  for (const message of [
    ...acknowledged,
    ...history,
    ...views.flatMap((v) => messagesOf(v.seen)),
  ]) {
    known.set(message.id, message);
  }
  for (const { name, from, until = Infinity, seen } of views) {
    const ids = new Set(messagesOf(seen).map(({ id }) => id));
    const gaps = gapsOf(seen);
    for (const { id, message } of known.values()) {
      if (id <= from || id > until || ids.has(id)) continue;
      if (gaps.some(({ after, before }) => after < id && id < (before ?? Infinity))) continue;
      violations.push({ kind: "lost", where: name, what: `${id} "${message}" is missing` });
    }
  }
  return violations;
}

/** The store keeps what was acknowledged, each message naming the one before it, and all that views end with. */
function checkStore({ history, acknowledged, historyIsWhole, views }: Observation): Violation[] {
  const where = "the store";
  const violations: Violation[] = [];
  for (const [at, { id, prev }] of history.entries()) {
    const before = history[at - 1]?.id;
    if (before !== undefined && prev !== before) {
      violations.push({ kind: "lost", where, what: `${id} names ${prev}, but follows ${before}` });
    }
  }
  const kept = new Set(history.map(({ id }) => id));
  const oldest = historyIsWhole ? 0 : (history[0]?.id ?? Infinity);
  const expected = new Map(
    [...acknowledged, ...views.flatMap(({ seen }) => messagesOf(seen))].map((one) => [one.id, one]),
  );
  for (const { id, message } of expected.values()) {
    if (id < oldest || kept.has(id)) continue;
    violations.push({ kind: "lost", where, what: `${id} "${message}" is not kept` });
  }
  return violations;
}

function messagesOf(seen: readonly Seen[]): Message[] {
  return seen.flatMap((one) => ("message" in one ? [one.message] : []));
}

function gapsOf(seen: readonly Seen[]): Gap[] {
  return seen.flatMap((one) => ("gap" in one ? [one.gap] : []));
}
