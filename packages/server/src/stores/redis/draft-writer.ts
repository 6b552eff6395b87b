// Drafts to messages: those of one room, or of all rooms that are due at once, with one call of the append script. Knows the
// script's arguments and answers.

import { NONCE_WINDOW_MS } from "@chat/protocol";

import type { Appended, Draft, StoredMessage } from "../../rooms/room-store.ts";
import type { Retention } from "../../rooms/tail.ts";
import { readStored } from "./announcements.ts";
import type { ScriptedConnection } from "./commands.ts";
import { CorkedRedis } from "./corked-redis.ts";
import { historyKey, nonceKey } from "./keys.ts";

/** How many drafts make a call full: no other client of Redis waits for longer than they take, about 2 milliseconds. */
const CALL_FULL = 256;

/** The drafts of one room on their way. */
interface Batch {
  room: string;
  drafts: readonly Draft[];
  /** The part of each message's JSON that is known before Redis orders it. */
  middles: readonly string[];
  resolve: (appended: Appended[]) => void;
  reject: (error: unknown) => void;
}

/** Writes drafts to Redis. */
export class DraftWriter {
  readonly #commands: ScriptedConnection;
  readonly #settings: readonly [limit: string, ttlSeconds: string, nonceWindowMs: string];
  readonly #adopt: (room: string) => Promise<unknown>;
  /** What is to go together, while {@link together} is at work. */
  #collected: Batch[] | undefined;

  /** @param adopt makes messages of what something else wrote into a room, as far as it can be read */
  constructor(
    commands: ScriptedConnection,
    { limit, ttlMs }: Retention,
    adopt: (room: string) => Promise<unknown>,
  ) {
    this.#commands = commands;
    const ttlSeconds = Math.ceil(ttlMs / 1_000);
    this.#settings = [String(limit), String(ttlSeconds), String(NONCE_WINDOW_MS)];
    this.#adopt = adopt;
  }

  /** Runs a function whose drafts of several rooms go in as few calls as may be. On a cluster each room has one of its own. */
  together(act: () => void): void {
    if (!(this.#commands instanceof CorkedRedis)) return act();
    const collected: Batch[] = [];
    this.#collected = collected;
    try {
      act();
    } finally {
      this.#collected = undefined;
      for (const batches of toCalls(collected)) void this.#call(batches, "0");
    }
  }

  /**
   * Stores drafts of one room in order. Rejects with what ioredis or Redis says; then nothing is stored, or is not known to
   * be.
   */
  write(room: string, drafts: readonly Draft[]): Promise<Appended[]> {
    return new Promise((resolve, reject) => {
      const batch = { room, drafts, middles: drafts.map(toMiddle), resolve, reject };
      if (this.#collected) this.#collected.push(batch);
      else void this.#call([batch], "0");
    });
  }

  async #call(batches: readonly Batch[], goOn: "0" | "1"): Promise<void> {
    const keys: string[] = [];
    const values: string[] = [...this.#settings, goOn];
    for (const { room, drafts, middles } of batches) {
      const list = historyKey(room);
      keys.push(list);
      values.push(String(drafts.length));
      for (const [index, { username, nonce }] of drafts.entries()) {
        keys.push(nonce === undefined ? list : nonceKey(room, username, nonce));
        values.push(middles[index] as string);
      }
    }
    try {
      const asked = this.#commands.append(keys.length, ...keys, ...values);
      if (this.#commands instanceof CorkedRedis) this.#commands.hurry();
      const [at, ...answers] = await asked;
      for (const [index, batch] of batches.entries())
        this.#settle(batch, at, answers[index] ?? null);
    } catch (error) {
      for (const { reject } of batches) reject(error);
    }
  }

  #settle(batch: Batch, timestamp: string, answer: readonly string[] | null): void {
    if (answer === null) {
      // Something else wrote the newest entry: it becomes ours where it can, and is passed over where it cannot.
      this.#adopt(batch.room).then(() => this.#call([batch], "1"), batch.reject);
    } else if (answer[0] === "") {
      batch.reject(new Error(answer[1]));
    } else {
      batch.resolve(readAnswer(timestamp, answer, batch.middles));
    }
  }
}

/** Batches for as few calls as may be. Each has one at least, and no more once it is full. */
function toCalls(batches: readonly Batch[]): Batch[][] {
  const calls: Batch[][] = [];
  let drafts = CALL_FULL;
  for (const batch of batches) {
    if (drafts >= CALL_FULL) {
      calls.push([]);
      drafts = 0;
    }
    calls.at(-1)?.push(batch);
    drafts += batch.drafts.length;
  }
  return calls;
}

/** What the append script answered for the drafts of a room. */
function readAnswer(
  timestamp: string,
  [first, before, ...repeats]: readonly string[],
  middles: readonly string[],
): Appended[] {
  const repeated = new Map<number, string>();
  for (let at = 0; at < repeats.length; at += 2) {
    repeated.set(Number(repeats[at]), repeats[at + 1] as string);
  }
  let id = Number(first);
  let prev = Number(before);
  return middles.map((middle, index) => {
    const known = repeated.get(index);
    if (known !== undefined) return { message: readStored(known) as StoredMessage, repeated: true };
    const json = `{"id":${id},"prev":${prev}${middle},"timestamp":"${timestamp}"}`;
    const message = { id, prev, json };
    prev = id;
    id += 1;
    return { message, repeated: false };
  });
}

function toMiddle({ room, username, message }: Draft): string {
  return `,"room":${JSON.stringify(room)},"username":${JSON.stringify(username)},"message":${JSON.stringify(message)}`;
}
