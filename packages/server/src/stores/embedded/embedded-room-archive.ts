// Whole rooms out of a data directory and into it. No server may have it open: the directory is this process's meanwhile.

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
import type { Retention } from "../../rooms/tail.ts";
import { DataDirLock } from "./data-dir-lock.ts";
import { type Tables, openTables } from "./database.ts";
import { EmbeddedNameClaims } from "./embedded-name-claims.ts";
import { GroupCommit } from "./group-commit.ts";
import { HistoryTable } from "./history-table.ts";
import { type KeptNonce, addNonces, readNonces } from "./journal.ts";
import { RuleTable } from "./rule-table.ts";

/** The rooms in a data directory, whole. Made by {@link EmbeddedRoomArchive.open}. */
export class EmbeddedRoomArchive implements RoomArchive {
  readonly #lock: DataDirLock;
  readonly #tables: Tables;
  readonly #histories: HistoryTable;
  readonly #rules: RuleTable;
  readonly #commits: GroupCommit;
  /** What went wrong with something that nobody waited for. */
  #fault: Error | undefined;
  readonly #claims: EmbeddedNameClaims;
  /** room → its nonces */
  readonly #nonces = new Map<string, KeptNonce[]>();

  private constructor(lock: DataDirLock, directory: string, retention: Retention) {
    this.#lock = lock;
    this.#tables = openTables(directory);
    this.#histories = new HistoryTable(this.#tables, retention, Date.now);
    this.#rules = new RuleTable(this.#tables, Date.now);
    this.#commits = new GroupCommit(
      (act) => this.#histories.transact(act),
      (cause) => {
        this.#fault = new Error("A name could not be written", { cause });
      },
    );
    this.#claims = new EmbeddedNameClaims({
      table: this.#tables.claims,
      commits: this.#commits,
      now: Date.now,
      assertOpen: () => undefined,
    });
    for (const nonce of readNonces(this.#tables, Date.now()))
      this.#noncesOf(nonce.room).push(nonce);
  }

  /**
   * Opens a directory, making it where it is missing.
   *
   * @throws DataDirInUseError where a server has it; system errors where it cannot be written
   */
  static open(directory: string, retention: Retention): EmbeddedRoomArchive {
    const lock = DataDirLock.take(directory);
    try {
      return new EmbeddedRoomArchive(lock, directory, retention);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async rooms(): Promise<string[]> {
    const written = this.#histories.summaries().map(({ room }) => room);
    return [...new Set([...written, ...this.#rules.rooms()])].sort(compareCodePoints);
  }

  async read(room: string): Promise<FoundRoom> {
    return {
      room,
      messages: this.#histories.read(room),
      nonces: this.#noncesOf(room),
      rules: this.#rules.record(room),
      expiresAt: this.#histories.expiresAt(room),
      // Nobody else writes.
      state: "",
    };
  }

  async write(
    { room }: FoundRoom,
    { messages, expiresAt }: { messages: readonly StoredMessage[]; expiresAt: number },
  ): Promise<boolean> {
    this.#histories.transact(() => this.#histories.replace(room, messages, expiresAt));
    return true;
  }

  async addNonces(room: string, nonces: readonly ArchivedNonce[]): Promise<void> {
    const held = this.#noncesOf(room);
    const known = new Set(held.map(toName));
    const added = nonces.filter((one) => !known.has(toName(one))).map((one) => ({ ...one, room }));
    if (added.length === 0) return;
    this.#tables.transact(() => addNonces(this.#tables, added));
    held.push(...added);
  }

  async setRules(room: string, { revision, expiresAt, rules }: ArchivedRules): Promise<boolean> {
    if (this.#rules.read(room).revision >= revision) return false;
    const kept = rules.map(([name, value]): [string, string] => [name, value]);
    this.#tables.transact(() => this.#rules.replace(room, { revision, expiresAt, rules: kept }));
    return true;
  }

  async names(): Promise<ArchivedName[]> {
    const kept = [...this.#tables.claims.getRange()].map(({ value }) => value);
    return kept
      .map(({ until, ...claim }) => ({ ...claim, expiresAt: until }))
      .filter(({ expiresAt }) => expiresAt > Date.now())
      .sort((a, b) => compareCodePoints(a.username, b.username));
  }

  async addName({ username, proof, expiresAt }: ArchivedName, now: number): Promise<boolean> {
    const claim = { username, proof };
    return (await this.#claims.claim(toLook(username), claim, expiresAt - now)).proof === proof;
  }

  async close(): Promise<void> {
    this.#commits.close();
    await this.#tables.root.close();
    this.#lock.release();
    if (this.#fault) throw this.#fault;
  }

  #noncesOf(room: string): KeptNonce[] {
    let nonces = this.#nonces.get(room);
    if (!nonces) this.#nonces.set(room, (nonces = []));
    return nonces;
  }
}

function toName({ username, nonce }: ArchivedNonce): string {
  return `${username}\n${nonce}`;
}
