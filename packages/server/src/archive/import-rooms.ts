// Archived names and rooms into a store, one after the other. Putting the same archive in twice changes nothing; nothing is ever
// mixed into a room that holds something else.

import { ChatError } from "@chat/protocol";

import type { ArchivedName, ArchivedRoom, FoundRoom, RoomArchive } from "../rooms/room-archive.ts";
import type { Retention } from "../rooms/tail.ts";
import type { ArchivePart } from "./archive-form.ts";
import { type ImportPlan, planImport } from "./plan-import.ts";

/** How often a room is tried that servers write to meanwhile. */
const ATTEMPTS = 10;

/** What the operator wants. */
export interface ImportWishes {
  /** These rooms alone; all where absent. */
  only: readonly string[] | undefined;
  /** A room that holds something else gets what is archived in its place. */
  replace: boolean;
  /** Histories are kept for as long as if their newest message had come now. */
  renew: boolean;
}

/** What came of it: how many rooms, and of those that got something the messages. */
export interface ImportReport {
  written: number;
  messages: number;
  /** Had all of it already. */
  unchanged: number;
  /** Were to be forgotten before now. */
  expired: number;
  /** The rooms that hold something else, and were left as they are. */
  refused: string[];
  /** How many names are their owners' now. */
  names: number;
  /** The names that are somebody else's here. */
  taken: string[];
}

/**
 * Puts names and rooms into a store.
 *
 * @param retention how much the store keeps of a room, and for how long
 * @param now in milliseconds since the epoch
 * @param onProgress is told after each room
 * @throws ChatError, and what reading the rooms throws: those before it are in the store then
 */
export async function importRooms(
  archive: RoomArchive,
  parts: AsyncIterable<ArchivePart>,
  { only, replace, renew }: ImportWishes,
  retention: Retention,
  now: number,
  onProgress: (report: ImportReport) => void,
): Promise<ImportReport> {
  const report = toReport();
  for await (const part of parts) {
    if (part.type === "name") {
      if (!only) await putName(archive, part.name, now, report);
      continue;
    }
    const { room } = part;
    if (only && !only.includes(room.room)) continue;
    const renewed = now + retention.ttlMs;
    const expiresAt = renew ? renewed : (room.expiresAt ?? renewed);
    if (room.messages.length > 0 && expiresAt <= now) {
      report.expired++;
    } else {
      const plan = await put(archive, { ...room, expiresAt }, retention.limit, replace);
      if (plan.type === "conflict") report.refused.push(room.room);
      else if (plan.type === "nothing") report.unchanged++;
      else {
        report.written++;
        report.messages += plan.added;
      }
    }
    onProgress(report);
  }
  return report;
}

function toReport(): ImportReport {
  const rooms = { written: 0, messages: 0, unchanged: 0, expired: 0, refused: [] };
  return { ...rooms, names: 0, taken: [] };
}

async function putName(
  archive: RoomArchive,
  name: ArchivedName,
  now: number,
  report: ImportReport,
): Promise<void> {
  if (name.expiresAt <= now) return;
  if (await archive.addName(name, now)) report.names++;
  else report.taken.push(name.username);
}

async function put(
  archive: RoomArchive,
  room: ArchivedRoom & { expiresAt: number },
  limit: number,
  replace: boolean,
): Promise<ImportPlan> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await archive.read(room.room);
    let plan = planImport(found.messages, room.messages, limit);
    if (plan.type === "conflict" && replace) plan = planImport([], room.messages, limit);
    if (plan.type === "conflict") return plan;
    if (plan.type === "write" && !(await write(archive, found, plan, room.expiresAt))) continue;
    await archive.addNonces(room.room, room.nonces);
    const ruled = room.rules !== undefined && (await archive.setRules(room.room, room.rules));
    return ruled && plan.type === "nothing" ? { type: "write", messages: [], added: 0 } : plan;
  }
  throw new ChatError(
    "unavailable",
    `The room ${room.room} is written to all the time. Try again.`,
  );
}

function write(
  archive: RoomArchive,
  found: FoundRoom,
  { messages }: ImportPlan & { type: "write" },
  expiresAt: number,
): Promise<boolean> {
  // What was there and goes on with what is new is kept no shorter for that.
  const until = messages[0]?.id === found.messages[0]?.id ? (found.expiresAt ?? 0) : 0;
  return archive.write(found, { messages, expiresAt: Math.max(expiresAt, until) });
}
