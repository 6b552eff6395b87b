// Whole rooms out of Redis and into it. Servers may run on it meanwhile: each room is read and put in its place in one go.

import { isRoomName } from "@chat/protocol";
import { toLook } from "@chat/protocol/look";

import type {
  ArchivedName,
  ArchivedNonce,
  ArchivedRules,
  FoundRoom,
  RoomArchive,
} from "../../rooms/room-archive.ts";
import type { StoredMessage } from "../../rooms/room-store.ts";
import { compareCodePoints } from "../../rooms/roster.ts";
import { type ArchiveScripts, withArchiveScripts } from "./archive-scripts.ts";
import { type ScriptedConnection, withScripts } from "./commands.ts";
import { type RedisAddress, connectForMoving, untilReady } from "./connect.ts";
import { readEntries } from "./entries.ts";
import { toChatError } from "./failure.ts";
import { claimKey, historyKey, importKey, nonceKey, roomOfKey, rulesKey } from "./keys.ts";
import { RedisNameClaims } from "./redis-name-claims.ts";
import { RoomIndex } from "./room-index.ts";
import { toRuleState } from "./rule-book.ts";
import { scanKeys } from "./scan-keys.ts";

/** How long Redis has to answer at first, in milliseconds. */
const READY_WITHIN_MS = 5_000;
/** How many messages are handed to Redis at a time. */
const CHUNK = 500;
/** How long a history that is being put together stays if nobody finishes it, in seconds. */
const UNFINISHED_TTL_S = 120;

/** The rooms in Redis, whole. Made by {@link RedisRoomArchive.open}. */
export class RedisRoomArchive implements RoomArchive {
  readonly #commands: ScriptedConnection & ArchiveScripts;
  readonly #claims: RedisNameClaims;
  readonly #index: RoomIndex;
  /** room → the keys of its nonces */
  #nonceKeys: Map<string, string[]> | undefined;

  private constructor(address: RedisAddress, indexTtlSeconds: number) {
    this.#commands = withArchiveScripts(withScripts(connectForMoving(address)));
    this.#commands.on("error", () => undefined);
    this.#claims = new RedisNameClaims(this.#commands);
    this.#index = new RoomIndex(this.#commands, indexTtlSeconds);
  }

  /**
   * Connects.
   *
   * @param indexTtlSeconds how long a room that nobody uses stays in the index of rooms
   * @throws ChatError `unavailable`
   */
  static async open(address: RedisAddress, indexTtlSeconds: number): Promise<RedisRoomArchive> {
    const archive = new RedisRoomArchive(address, indexTtlSeconds);
    try {
      await untilReady(archive.#commands, READY_WITHIN_MS);
      return archive;
    } catch (error) {
      await archive.close();
      throw toChatError(error);
    }
  }

  async rooms(): Promise<string[]> {
    const rooms = new Set<string>();
    const add = (room: string) => {
      // No other name can be joined or read: what stands under one is not the chat's.
      if (isRoomName(room)) rooms.add(room);
    };
    await this.#ask(async () => {
      const histories = scanKeys(this.#commands, historyKey("*"), "list");
      for await (const key of histories) add(roomOfKey(key));
      const rules = scanKeys(this.#commands, rulesKey("*"), "hash");
      for await (const key of rules) add(ruledRoom(key));
    });
    return [...rooms].sort(compareCodePoints);
  }

  async read(room: string): Promise<FoundRoom> {
    return this.#ask(async () => {
      const [expiresAt, raws] = await this.#commands.readWhole(historyKey(room));
      const { messages } = readEntries(room, raws);
      const nonces = await this.#readNonces(room);
      const rules = await this.#readRules(room);
      const until = Number(expiresAt);
      return {
        room,
        messages,
        nonces,
        rules,
        expiresAt: until > 0 ? until : undefined,
        state: toState(raws),
      };
    });
  }

  async write(
    { room, state }: FoundRoom,
    { messages, expiresAt }: { messages: readonly StoredMessage[]; expiresAt: number },
  ): Promise<boolean> {
    const fresh = importKey(room);
    return this.#ask(async () => {
      await this.#commands.del(fresh);
      for (let at = 0; at < messages.length; at += CHUNK) {
        // The newest is at the head, so the oldest is pushed first.
        await this.#commands.lpush(
          fresh,
          ...messages.slice(at, at + CHUNK).map(({ json }) => json),
        );
        await this.#commands.expire(fresh, UNFINISHED_TTL_S);
      }
      const done = await this.#commands.replaceWhole(
        historyKey(room),
        fresh,
        state,
        String(expiresAt),
        messages.at(-1)?.json ?? "",
      );
      if (done === 1) await this.#index.enter(room);
      return done === 1;
    });
  }

  async addNonces(room: string, nonces: readonly ArchivedNonce[]): Promise<void> {
    await this.#ask(async () => {
      for (const { username, nonce, json, expiresAt } of nonces) {
        await this.#commands.set(nonceKey(room, username, nonce), json, "PXAT", expiresAt, "NX");
      }
    });
  }

  async setRules(room: string, { revision, expiresAt, rules }: ArchivedRules): Promise<boolean> {
    return this.#ask(async () => {
      const numbers = [String(revision), String(expiresAt)] as const;
      const done = await this.#commands.replaceRules(rulesKey(room), ...numbers, ...rules.flat());
      return done === 1;
    });
  }

  async names(): Promise<ArchivedName[]> {
    const names: ArchivedName[] = [];
    await this.#ask(async () => {
      for await (const key of scanKeys(this.#commands, claimKey("*"), "string")) {
        const claim = await this.#claims.find(key.slice(claimKey("").length));
        const expiresAt = await this.#commands.pexpiretime(key);
        if (claim && expiresAt > 0) names.push({ ...claim, expiresAt });
      }
    });
    return names.sort((a, b) => compareCodePoints(a.username, b.username));
  }

  async addName({ username, proof, expiresAt }: ArchivedName, now: number): Promise<boolean> {
    const claim = { username, proof };
    return (await this.#claims.claim(toLook(username), claim, expiresAt - now)).proof === proof;
  }

  async close(): Promise<void> {
    this.#commands.disconnect();
  }

  async #readRules(room: string): Promise<ArchivedRules | undefined> {
    const key = rulesKey(room);
    const [fields, expiresAt] = await Promise.all([
      this.#commands.hgetall(key),
      this.#commands.pexpiretime(key),
    ]);
    const { revision, rules } = toRuleState(Object.entries(fields));
    return revision > 0 && expiresAt > 0 ? { revision, expiresAt, rules: [...rules] } : undefined;
  }

  async #readNonces(room: string): Promise<ArchivedNonce[]> {
    const prefix = nonceKey(room, "", "").slice(0, -1);
    this.#nonceKeys ??= await this.#findNonces();
    const found = (this.#nonceKeys.get(room) ?? []).map(async (key) => {
      const [json, expiresAt] = await Promise.all([
        this.#commands.get(key),
        this.#commands.pexpiretime(key),
      ]);
      const [username = "", ...nonce] = key.slice(prefix.length).split(":");
      // Expired by now: it stands for nothing any more.
      if (json === null || expiresAt <= 0) return [];
      return [{ username, nonce: nonce.join(":"), json, expiresAt }];
    });
    const nonces = (await Promise.all(found)).flat();
    return nonces.sort((a, b) => a.expiresAt - b.expiresAt);
  }

  /** One look at all keys, for all rooms: a look for each would take as long. */
  async #findNonces(): Promise<Map<string, string[]>> {
    const found = new Map<string, Set<string>>();
    for await (const key of scanKeys(this.#commands, nonceKey("*", "*", "*"), "string")) {
      const room = /^\{room:(.*?):messages\}/.exec(key)?.[1] ?? "";
      found.set(room, (found.get(room) ?? new Set()).add(key));
    }
    return new Map([...found].map(([room, keys]) => [room, [...keys]]));
  }

  async #ask<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw toChatError(error);
    }
  }
}

/** The room that a key of rules is for. */
function ruledRoom(key: string): string {
  const [before = "", after = ""] = rulesKey("*").split("*");
  return key.slice(before.length, -after.length);
}

/** What the script compares: how many entries there are, and the newest. */
function toState(raws: readonly string[]): string {
  return `${raws.length} ${raws[0] ?? ""}`;
}
