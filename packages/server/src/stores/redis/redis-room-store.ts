// The rooms in Redis: one script orders, keeps and announces; every node hears the announcement on the room's channel.

import { randomBytes } from "node:crypto";

import type { LeaveReason, RoomSummary } from "@chat/protocol";

import type {
  Appended,
  Comparison,
  Draft,
  Follower,
  Measure,
  MeasureOutcome,
  RoomState,
  RoomStore,
  RuleState,
  StoreEvent,
} from "../../rooms/room-store.ts";
import { compareCodePoints } from "../../rooms/roster.ts";
import type { Retention } from "../../rooms/tail.ts";
import { writeTyping } from "./announcements.ts";
import { AppendQueue } from "./append-queue.ts";
import { NO_METER, Sampler, type StoreMeter, metered } from "../store-meter.ts";
import { type ScriptedConnection, withScripts } from "./commands.ts";
import {
  type Connection,
  type RedisAddress,
  connectForCommands,
  connectForSubscriptions,
  untilReady,
} from "./connect.ts";
import { DraftWriter } from "./draft-writer.ts";
import { readEntries } from "./entries.ts";
import { toChatError } from "./failure.ts";
import { Followers } from "./followers.ts";
import { historyKey, namesKey, rulesKey, sessionsKey } from "./keys.ts";
import { inspectRedis } from "./inspect.ts";
import { Nodes } from "./nodes.ts";
import { RedisNameClaims } from "./redis-name-claims.ts";
import { RoomIndex } from "./room-index.ts";
import { RuleBook, readRulePairs } from "./rule-book.ts";

/** How long presence stays that no node confirms any more, in seconds. Nodes confirm theirs every half minute. */
const PRESENCE_TTL_S = 180;

/** What the store is made with. */
export interface RedisRoomStoreOptions {
  address: RedisAddress;
  retention: Retention;
  /** The name of this node, for people; it need not be unique. */
  node: string;
  /** Is told once when Redis is lost, and once when it is back. */
  report: (state: "lost" | "recovered", error?: unknown) => void;
  /** Is told how long Redis takes. */
  meter?: StoreMeter;
}

/** The rooms in Redis, shared by any number of nodes. Made by {@link RedisRoomStore.open}. */
export class RedisRoomStore implements RoomStore {
  readonly kind = "redis";
  readonly writesAreDear = false;
  readonly claims: RedisNameClaims;
  readonly #commands: ScriptedConnection;
  readonly #subscriptions: Connection;
  readonly #followers: Followers;
  readonly #nodes: Nodes;
  readonly #index: RoomIndex;
  readonly #rules: RuleBook;
  readonly #queue: AppendQueue<Draft, Appended>;
  readonly #report: RedisRoomStoreOptions["report"];
  readonly #meter: StoreMeter;
  #listener: (event: StoreEvent) => void | Promise<void> = () => undefined;
  #lost = false;

  private constructor(options: RedisRoomStoreOptions) {
    const { address, retention, node, report, meter = NO_METER } = options;
    this.#report = report;
    this.#meter = meter;
    this.#commands = withScripts(connectForCommands(address));
    this.#subscriptions = connectForSubscriptions(address);
    // Every command that fails says so itself; without a listener ioredis prints to the console.
    this.#commands.on("error", () => undefined);
    this.#subscriptions.on("error", () => undefined);
    this.claims = new RedisNameClaims(this.#commands);
    this.#followers = new Followers(this.#subscriptions);
    this.#index = new RoomIndex(
      this.#commands,
      Math.max(Math.ceil(retention.ttlMs / 1_000), PRESENCE_TTL_S),
    );
    this.#rules = new RuleBook(this.#commands);
    const writer = new DraftWriter(this.#commands, retention, (room) => this.load(room));
    const sampler = new Sampler();
    this.#queue = new AppendQueue(
      (room, drafts) => metered(meter, "append", () => writer.write(room, drafts), sampler),
      (act) => writer.together(act),
    );
    this.#nodes = new Nodes(`${node}-${randomBytes(2).toString("hex")}`, {
      commands: this.#commands,
      reap: async (room, dead, reason) => {
        await this.#commands.reap(
          ...presenceKeys(room),
          ...presenceArguments(room),
          `${dead}|`,
          reason,
        );
      },
      lapsed: async () => {
        this.#index.renew();
        await this.#listener({ type: "lapsed" });
      },
      beat: (error) => {
        this.#noteBeat(error);
        void this.#followers.probe();
      },
      now: () => performance.now(),
    });
  }

  /**
   * Connects, and settles once Redis answers.
   *
   * @throws ChatError `unavailable` where it does not within `timeoutMs`
   */
  static async open(options: RedisRoomStoreOptions, timeoutMs = 5_000): Promise<RedisRoomStore> {
    const store = new RedisRoomStore(options);
    try {
      await Promise.all([
        untilReady(store.#commands, timeoutMs),
        untilReady(store.#subscriptions, timeoutMs),
      ]);
    } catch (error) {
      store.#disconnect();
      throw toChatError(error);
    }
    store.#nodes.start();
    store.#index.adopt().catch(() => undefined);
    return store;
  }

  /** What an operator should know of this Redis before relying on it. Rejects where Redis does not answer. */
  async warnings(): Promise<string[]> {
    return this.#ask(async () => inspectRedis(await this.#commands.info()));
  }

  append(draft: Draft): Promise<Appended> {
    this.#index.note(draft.room);
    return this.#queue.append(draft.room, draft);
  }

  async load(room: string): Promise<RoomState> {
    return this.#ask(async () => {
      const [version, born, raws, members, rules] = await this.#commands.loadRoom(
        ...presenceKeys(room),
        rulesKey(room),
      );
      const { messages, adoptable } = readEntries(room, raws);
      if (adoptable.length > 0) {
        const pairs = adoptable.flatMap(({ raw, json }) => [raw, json]);
        await this.#commands.adopt(historyKey(room), ...pairs);
      }
      const roster = { version: Number(version), born: Number(born), members };
      return { messages, roster, rules: readRulePairs(rules) };
    });
  }

  follow(room: string, follower: Follower): Promise<() => void> {
    return this.#followers.follow(room, follower);
  }

  async enter(room: string, session: string, username: string): Promise<number> {
    this.#index.note(room);
    return this.#ask(async () => {
      await this.#nodes.occupy(room);
      const field = `${this.#nodes.id}|${session}`;
      return Number(
        await this.#commands.enter(
          ...presenceKeys(room),
          ...presenceArguments(room),
          field,
          username,
          session,
        ),
      );
    });
  }

  async exit(room: string, session: string, reason: LeaveReason): Promise<void> {
    await this.#ask(() =>
      this.#commands.exit(
        ...presenceKeys(room),
        ...presenceArguments(room),
        `${this.#nodes.id}|${session}`,
        session,
        reason,
      ),
    );
  }

  async reconcile(room: string, sessions: ReadonlyMap<string, string>): Promise<Comparison> {
    if (sessions.size > 0) this.#index.note(room);
    return this.#ask(async () => {
      if (sessions.size > 0) await this.#nodes.occupy(room);
      const [tip, version, born, rules, ...members] = await this.#commands.reconcile(
        ...presenceKeys(room),
        rulesKey(room),
        ...presenceArguments(room),
        `${this.#nodes.id}|`,
        ...[...sessions].flat(),
      );
      const roster = { version: Number(version), born: Number(born), members };
      const revision = Number(rules);
      if (Number(tip) >= 0) return { tip: Number(tip), roster, revision };
      // Something else wrote the newest entry.
      const { messages } = await this.load(room);
      return { tip: messages.at(-1)?.id ?? 0, roster, revision };
    });
  }

  async announceTyping(room: string, by: string, json: string): Promise<void> {
    await this.#ask(() => this.#commands.spublish(historyKey(room), writeTyping(by, json)));
  }

  takeMeasure(room: string, measure: Measure): Promise<MeasureOutcome> {
    this.#index.note(room);
    return this.#ask(() => this.#rules.take(room, measure));
  }

  rules(room: string): Promise<RuleState> {
    return this.#ask(() => this.#rules.read(room));
  }

  async members(room: string): Promise<string[]> {
    const members = await this.#ask(() => this.#commands.hkeys(namesKey(room)));
    return members.sort(compareCodePoints);
  }

  rooms(): Promise<RoomSummary[]> {
    return this.#ask(() => this.#index.list());
  }

  activeRooms(): Promise<Map<string, string[]>> {
    return this.#ask(() => this.#index.members());
  }

  async check(): Promise<void> {
    await this.#ask(() => this.#commands.get("chat:check"));
  }

  watch(listener: (event: StoreEvent) => void | Promise<void>): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    await this.#nodes.close();
    this.#disconnect();
  }

  async #ask<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await metered(this.#meter, "other", act);
    } catch (error) {
      throw toChatError(error);
    }
  }

  #noteBeat(error: unknown): void {
    const lost = error !== undefined;
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#report(lost ? "lost" : "recovered", error);
    if (!lost) void this.#listener({ type: "recovered" });
  }

  #disconnect(): void {
    this.#commands.disconnect();
    this.#subscriptions.disconnect();
  }
}

function presenceKeys(room: string): [string, string, string] {
  return [historyKey(room), sessionsKey(room), namesKey(room)];
}

function presenceArguments(room: string): [string, string] {
  return [room, String(PRESENCE_TTL_S)];
}
