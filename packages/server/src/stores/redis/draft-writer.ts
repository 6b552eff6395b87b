// Drafts of one room to messages, with one call of the append script. Knows the script's arguments and answers.

import { NONCE_WINDOW_MS } from "@chat/protocol";

import type { Appended, Draft, StoredMessage } from "../../rooms/room-store.ts";
import type { Retention } from "../../rooms/tail.ts";
import { readStored } from "./announcements.ts";
import type { ScriptedConnection } from "./commands.ts";
import { historyKey, nonceKey } from "./keys.ts";

/** Writes drafts to Redis. */
export class DraftWriter {
  readonly #commands: ScriptedConnection;
  readonly #retention: Retention;
  readonly #adopt: (room: string) => Promise<unknown>;

  /** @param adopt makes messages of what something else wrote into a room, as far as it can be read */
  constructor(
    commands: ScriptedConnection,
    retention: Retention,
    adopt: (room: string) => Promise<unknown>,
  ) {
    this.#commands = commands;
    this.#retention = retention;
    this.#adopt = adopt;
  }

  /** Stores drafts of one room in order. Rejects with what ioredis or Redis says; then nothing is stored, or is not known to be. */
  async write(room: string, drafts: readonly Draft[]): Promise<Appended[]> {
    const list = historyKey(room);
    const keys = drafts.map(({ username, nonce }) =>
      nonce === undefined ? list : nonceKey(room, username, nonce),
    );
    const middles = drafts.map(toMiddle);
    const call = (goOn: "0" | "1") =>
      this.#commands.append(
        1 + drafts.length,
        list,
        ...keys,
        String(this.#retention.limit),
        String(Math.ceil(this.#retention.ttlMs / 1_000)),
        String(NONCE_WINDOW_MS),
        goOn,
        ...middles,
      );
    let answers = await call("0");
    if (answers === null) {
      // Something else wrote the newest entry: it becomes ours where it can, and is passed over where it cannot.
      await this.#adopt(room);
      answers = await call("1");
    }
    return readAnswers(answers ?? [], middles);
  }
}

/** What the append script answered, for each draft. */
function readAnswers(answers: readonly string[], middles: readonly string[]): Appended[] {
  const [timestamp, first, before, ...repeats] = answers;
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

/** The part of a message's JSON that is known before Redis orders it. */
function toMiddle({ room, username, message }: Draft): string {
  return `,"room":${JSON.stringify(room)},"username":${JSON.stringify(username)},"message":${JSON.stringify(message)}`;
}
