// The rooms on this machine's disk: one process orders, keeps and announces. The store for one server without Redis.

import type { LeaveReason, RoomSummary } from "@chat/protocol";
import { ChatError } from "@chat/protocol";

import type {
  Announcement,
  Appended,
  Comparison,
  Draft,
  Follower,
  Measure,
  MeasureOutcome,
  RoomState,
  RoomStore,
  RuleState,
} from "../../rooms/room-store.ts";
import { PASSWORD, TOPIC } from "../../rooms/room-rules.ts";
import { compareActivity } from "../../rooms/room-order.ts";
import { compareCodePoints } from "../../rooms/roster.ts";
import type { Retention } from "../../rooms/tail.ts";
import { NO_METER, Sampler, type StoreMeter, meteredNow } from "../store-meter.ts";
import { DataDirLock } from "./data-dir-lock.ts";
import { type Tables, openTables } from "./database.ts";
import { EmbeddedNameClaims } from "./embedded-name-claims.ts";
import { GroupCommit } from "./group-commit.ts";
import { HistoryTable } from "./history-table.ts";
import { PresenceTable } from "./presence-table.ts";
import { RuleTable } from "./rule-table.ts";

/** How often what has expired is forgotten, in milliseconds. */
const SWEEP_EVERY_MS = 30_000;
/** How long those who were here before a restart have to come back before the others hear that they left, in ms. */
const RETURN_WITHIN_MS = 10_000;
const CLOSED = "closed";

/** What the store is made with. */
export interface EmbeddedRoomStoreOptions {
  /** The directory it owns; made where it is missing. */
  directory: string;
  retention: Retention;
  /** Is told of writes that failed. */
  report: (error: unknown) => void;
  /** Is told how long the disk takes. */
  meter?: StoreMeter;
  /** The time in milliseconds since the epoch; the system's where absent. */
  now?: () => number;
  /** How long those who were here before a restart have to come back, in milliseconds; 10 s where absent. */
  returnWithinMs?: number;
  /** How often what has expired is forgotten, in milliseconds; 30 s where absent. */
  sweepEveryMs?: number;
}

/** The rooms in a directory of this process. Made by {@link EmbeddedRoomStore.open}. */
export class EmbeddedRoomStore implements RoomStore {
  readonly kind = "embedded";
  readonly writesAreDear = true;
  readonly claims: EmbeddedNameClaims;
  readonly #lock: DataDirLock;
  readonly #tables: Tables;
  readonly #histories: HistoryTable;
  readonly #rules: RuleTable;
  readonly #presence: PresenceTable;
  readonly #commits: GroupCommit;
  readonly #report: (error: unknown) => void;
  readonly #followers = new Map<string, Set<Follower>>();
  readonly #sweeper: NodeJS.Timeout;
  readonly #undertaker: NodeJS.Timeout;
  #closed = false;

  private constructor(lock: DataDirLock, options: EmbeddedRoomStoreOptions) {
    const { directory, retention, report, meter = NO_METER, now = Date.now } = options;
    this.#lock = lock;
    this.#tables = openTables(directory);
    this.#histories = new HistoryTable(this.#tables, retention, now);
    this.#rules = new RuleTable(this.#tables, now);
    const transact = (act: () => void) => this.#histories.transact(act);
    const timed = meteredNow(meter, "append", transact, new Sampler());
    this.#commits = new GroupCommit(timed, report);
    this.#report = report;
    this.claims = new EmbeddedNameClaims({
      table: this.#tables.claims,
      commits: this.#commits,
      now,
      assertOpen: () => this.#assertOpen(),
    });
    this.#presence = new PresenceTable({
      now,
      announce: (room, announcement) => this.#announce(room, announcement),
      copy: {
        put: (room, session, username) =>
          this.#later(() => this.#tables.sessions.putSync([room, session], username)),
        remove: (room, session) =>
          this.#later(() => this.#tables.sessions.removeSync([room, session])),
      },
    });
    this.#sweeper = setInterval(() => this.#sweep(), options.sweepEveryMs ?? SWEEP_EVERY_MS);
    this.#sweeper.unref();
    this.#undertaker = this.#expectReturn(options.returnWithinMs ?? RETURN_WITHIN_MS);
  }

  /**
   * Opens a directory.
   *
   * @throws DataDirInUseError where another server has it; system errors where it cannot be written
   */
  static open(options: EmbeddedRoomStoreOptions): EmbeddedRoomStore {
    const lock = DataDirLock.take(options.directory);
    try {
      return new EmbeddedRoomStore(lock, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  append(draft: Draft): Promise<Appended> {
    return this.#commits.run(
      () => this.#histories.append(draft),
      ({ message, repeated }) => {
        if (!repeated) this.#announce(draft.room, { type: "messages", messages: [message] });
      },
    );
  }

  async load(room: string): Promise<RoomState> {
    this.#assertOpen();
    return {
      messages: this.#histories.read(room),
      roster: this.#presence.roster(room),
      rules: this.#rules.read(room),
    };
  }

  async follow(room: string, follower: Follower): Promise<() => void> {
    const followers = this.#followers.get(room) ?? new Set<Follower>();
    this.#followers.set(room, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#followers.get(room) === followers) {
        this.#followers.delete(room);
      }
    };
  }

  async enter(room: string, session: string, username: string): Promise<number> {
    this.#assertOpen();
    return this.#presence.enter(room, session, username);
  }

  async exit(room: string, session: string, reason: LeaveReason): Promise<void> {
    this.#assertOpen();
    this.#presence.exit(room, session, session, reason);
  }

  async reconcile(room: string, sessions: ReadonlyMap<string, string>): Promise<Comparison> {
    this.#assertOpen();
    this.#presence.reconcile(room, sessions);
    if (this.#rules.isAging(room)) this.#later(() => this.#rules.renew(room));
    return {
      tip: this.#histories.tip(room),
      roster: this.#presence.roster(room),
      revision: this.#rules.read(room).revision,
    };
  }

  async announceTyping(room: string, by: string, json: string): Promise<void> {
    this.#announce(room, { type: "typing", by, json });
  }

  async takeMeasure(room: string, measure: Measure): Promise<MeasureOutcome> {
    const { json, changes, erase } = measure;
    const taken = await this.#commits.run(
      () => {
        const erased = erase === undefined ? undefined : this.#histories.erase(room, erase);
        if (typeof erased === "string") return erased;
        const announcement = { json, changes, ...this.#rules.apply(room, measure) };
        return erased ? { ...announcement, erased } : announcement;
      },
      (made) => {
        if (typeof made !== "string") this.#announce(room, { type: "measure", ...made });
      },
    );
    return typeof taken === "string" ? taken : "taken";
  }

  async rules(room: string): Promise<RuleState> {
    this.#assertOpen();
    if (this.#rules.isAging(room)) this.#later(() => this.#rules.renew(room));
    return this.#rules.read(room);
  }

  async members(room: string): Promise<string[]> {
    return [...this.#presence.roster(room).members].sort(compareCodePoints);
  }

  async rooms(): Promise<RoomSummary[]> {
    this.#assertOpen();
    const active = this.#presence.all();
    const summaries = new Map<string, RoomSummary>(
      [...active].map(([room, { length }]) => [
        room,
        { room, members: length, lastMessageAt: null },
      ]),
    );
    for (const { room, lastMessageAt } of this.#histories.summaries()) {
      summaries.set(room, { room, members: active.get(room)?.length ?? 0, lastMessageAt });
    }
    return [...summaries.values()]
      .filter(({ room }) => this.#rules.get(room, PASSWORD) === undefined)
      .map((summary) => {
        const topic = this.#rules.get(summary.room, TOPIC);
        return topic === undefined ? summary : { ...summary, topic };
      })
      .sort(compareActivity);
  }

  async activeRooms(): Promise<Map<string, string[]>> {
    const rooms = this.#presence.all();
    for (const room of rooms.keys()) {
      if (this.#rules.get(room, PASSWORD) !== undefined) rooms.delete(room);
    }
    return rooms;
  }

  async check(): Promise<void> {
    this.#assertOpen();
  }

  /** Nothing happens to this store as a whole while its process lives. */
  watch(): void {}

  async close(): Promise<void> {
    if (this.#closed) return;
    clearInterval(this.#sweeper);
    clearTimeout(this.#undertaker);
    this.#later(() => {
      this.#histories.settleAll();
      this.#tables.facts.putSync(CLOSED, 1);
    });
    this.#commits.close();
    this.#closed = true;
    await this.#tables.root.close();
    this.#lock.release();
  }

  /** Those who were here when the last process ended count as here until they had time to come back. */
  #expectReturn(withinMs: number): NodeJS.Timeout {
    const reason = this.#tables.facts.get(CLOSED) === 1 ? "disconnected" : "expired";
    for (const { key, value } of this.#tables.sessions.getRange()) {
      this.#presence.restore(key[0], key[1], value);
    }
    this.#later(() => this.#tables.facts.putSync(CLOSED, 0));
    return setTimeout(() => this.#presence.bury(reason), withinMs).unref();
  }

  /** Forgets what has expired, also where there is no room for anything new. */
  #sweep(): void {
    try {
      this.#histories.transact(() => {
        this.#histories.sweep();
        this.claims.sweep();
        this.#rules.sweep();
      }, "frees");
    } catch (error) {
      this.#report(error);
    }
  }

  /** Writes what nobody waits for. A failure is reported by the commit. */
  #later(act: () => void): void {
    this.#commits.runLater(act);
  }

  #announce(room: string, announcement: Announcement): void {
    for (const follower of this.#followers.get(room) ?? []) follower(announcement);
  }

  #assertOpen(): void {
    if (this.#closed) throw new ChatError("unavailable", "The server is closing.");
  }
}
