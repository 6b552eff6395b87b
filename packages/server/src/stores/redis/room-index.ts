// Which rooms there are: an index in Redis, for SCAN would read every nonce too. It may name rooms that are gone;
// whoever reads it looks at the rooms themselves.

import type { RoomSummary } from "@chat/protocol";

import { scanKeys } from "./scan-keys.ts";
import type { ScriptedConnection } from "./commands.ts";
import { readEntries } from "./entries.ts";
import { ROOM_INDEX_KEY, historyKey, namesKey, roomOfKey, rulesKey } from "./keys.ts";
import { compareActivity } from "../../rooms/room-order.ts";
import { PASSWORD, TOPIC } from "../../rooms/room-rules.ts";
import { compareCodePoints } from "../../rooms/roster.ts";

/** How seldom a busy room is noted again, in milliseconds. */
const NOTE_EVERY_MS = 60_000;
/** How many rooms are remembered as noted. */
const NOTED_MAX = 100_000;
/** The pause before a room that could not be noted is noted again, in milliseconds, and how often that is done. */
const RETRY_AFTER_MS = 250;
const RETRIES = 4;

/** The rooms of a Redis. */
export class RoomIndex {
  readonly #commands: ScriptedConnection;
  readonly #ttlSeconds: number;
  readonly #notedMax: number;
  readonly #noted = new Map<string, number>();

  /**
   * @param ttlSeconds how long a room that nobody uses stays in the index
   * @param notedMax how many rooms are remembered as noted; the longest unnoted ones are forgotten first
   */
  constructor(commands: ScriptedConnection, ttlSeconds: number, notedMax = NOTED_MAX) {
    this.#commands = commands;
    this.#ttlSeconds = ttlSeconds;
    this.#notedMax = notedMax;
  }

  /** Notes that a room is in use. Costs nothing for one noted lately. Never rejects. */
  note(room: string, retries = RETRIES): void {
    const now = Date.now();
    if (now - (this.#noted.get(room) ?? 0) < NOTE_EVERY_MS) return;
    // The latest at the end: those at the front are the first to be forgotten.
    this.#noted.delete(room);
    this.#noted.set(room, now);
    if (this.#noted.size > this.#notedMax) this.#forgetOldest();
    this.#write(room, now).catch(() => {
      this.#noted.delete(room);
      // On a cluster the first command to a node may find its connection not there yet.
      if (retries > 0) setTimeout(() => this.note(room, retries - 1), RETRY_AFTER_MS).unref();
    });
  }

  /** Notes that a room is in use, and settles once Redis has it. */
  async enter(room: string): Promise<void> {
    await this.#write(room, Date.now());
  }

  /** Redis may have forgotten the index: whatever is in use is noted again. */
  renew(): void {
    this.#noted.clear();
  }

  /** Every room with members or a history and no password, the latest active first. Rooms that have neither are dropped from the index. */
  async list(): Promise<RoomSummary[]> {
    const rooms = await this.#commands.zrange(ROOM_INDEX_KEY, "0", "-1");
    const summaries = await Promise.all(rooms.map((room) => this.#summarize(room)));
    const present = summaries.filter(isListed);
    const oldest = Date.now() - this.#ttlSeconds * 1_000;
    this.#commands.zremrangebyscore(ROOM_INDEX_KEY, 0, oldest).catch(() => undefined);
    return present.sort(compareActivity);
  }

  /** The members of every room that has some and no password. */
  async members(): Promise<Map<string, string[]>> {
    const rooms = await this.#commands.zrange(ROOM_INDEX_KEY, "0", "-1");
    const lists = await Promise.all(rooms.map((room) => this.#listMembers(room)));
    const entries = rooms.map(
      (room, at) => [room, (lists[at] ?? []).sort(compareCodePoints)] as const,
    );
    return new Map(entries.filter(([, members]) => members.length > 0));
  }

  /** Notes the histories that were there before this index: those of the app this chat grew from. */
  async adopt(): Promise<void> {
    for await (const key of scanKeys(this.#commands, historyKey("*"), "list")) {
      this.note(roomOfKey(key));
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#noted.keys();
    if (oldest !== undefined) this.#noted.delete(oldest);
  }

  async #write(room: string, now: number): Promise<void> {
    await this.#commands.zadd(ROOM_INDEX_KEY, now, room);
    await this.#commands.expire(ROOM_INDEX_KEY, this.#ttlSeconds);
  }

  async #listMembers(room: string): Promise<string[]> {
    const [members, isPrivate] = await Promise.all([
      this.#commands.hkeys(namesKey(room)),
      this.#commands.hexists(rulesKey(room), PASSWORD),
    ]);
    return isPrivate ? [] : members;
  }

  /** Nothing of a room that has a password. */
  async #summarize(room: string): Promise<RoomSummary | undefined> {
    const [lastMessageAt, members, [topic, password]] = await Promise.all([
      this.#readLastMessageAt(room),
      this.#commands.hlen(namesKey(room)),
      this.#commands.hmget(rulesKey(room), TOPIC, PASSWORD),
    ]);
    if (password) return undefined;
    return { room, members, lastMessageAt, ...(topic && { topic }) };
  }

  async #readLastMessageAt(room: string): Promise<string | null> {
    const list = historyKey(room);
    try {
      const newest = await this.#commands.lrange(list, 0, 0);
      let { messages } = readEntries(room, newest);
      // Something else may have written the newest entry, and nothing that can be read.
      if (messages.length === 0 && newest.length > 0) {
        ({ messages } = readEntries(room, await this.#commands.lrange(list, 0, -1)));
      }
      const last = messages.at(-1);
      return last ? (JSON.parse(last.json) as { timestamp: string }).timestamp : null;
    } catch (error) {
      // Somebody else's data under this name: no reason to list no room at all.
      if (error instanceof Error && error.message.startsWith("WRONGTYPE")) return null;
      throw error;
    }
  }
}

function isListed(room: RoomSummary | undefined): room is RoomSummary {
  return room !== undefined && (room.members > 0 || room.lastMessageAt !== null);
}
