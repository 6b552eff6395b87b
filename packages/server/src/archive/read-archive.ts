// An archive, line by line, to names and rooms that may be stored as they are. See archive-form.ts; knows no store and no
// file. It may come from anywhere: nothing in it is believed.

import {
  NONCE_MAX,
  cleanMessage,
  isMessageId,
  isRoomName,
  isTimestamp,
  isUsername,
  readMessage,
} from "@chat/protocol";

import type {
  ArchivedName,
  ArchivedNonce,
  ArchivedRoom,
  ArchivedRules,
} from "../rooms/room-archive.ts";
import type { StoredMessage } from "../rooms/room-store.ts";
import { type ArchivePart, FORM, VERSION } from "./archive-form.ts";

/** An archive that cannot be read. The message names the line and what is wrong with it. */
export class ArchiveError extends Error {}

/** What is kept of a secret. Source: `Proof`. */
const PROOF = /^[\w-]{43}$/;
/** What a rule may be called: `v` alone is the revision's. */
const RULE = /^..+$/s;

/**
 * Reads an archive.
 *
 * @param onHead is told how many rooms there are to come
 * @throws ArchiveError, at the line that is wrong: what was before it was given
 */
export async function* readArchive(
  lines: AsyncIterable<string>,
  onHead: (rooms: number) => void = () => undefined,
): AsyncGenerator<ArchivePart> {
  const reader = new ArchiveReader(onHead);
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text.trim() === "") continue;
    let part: ArchivePart | undefined;
    try {
      part = reader.take(text);
    } catch (error) {
      throw new ArchiveError(`Line ${number} of the archive ${(error as Error).message}.`);
    }
    if (part) yield part;
  }
  if (reader.isAtEnd) return;
  throw new ArchiveError("The archive ends early: it was cut off, or its export failed.");
}

type Line = Record<string, unknown>;

/** A room while its lines are read. */
interface OpenRoom extends ArchivedRoom {
  messages: StoredMessage[];
  nonces: ArchivedNonce[];
  rules: (ArchivedRules & { rules: [string, string][] }) | undefined;
  /** How many there are to come, as its first line says. */
  sizes: { messages: unknown; nonces: unknown; rules: unknown };
}

/** What has been read so far. Its errors say what is wrong with the line. */
class ArchiveReader {
  readonly #onHead: (rooms: number) => void;
  readonly #sizes = { names: 0, rooms: 0, messages: 0 };
  #state: "new" | "open" | "ended" = "new";
  #room: OpenRoom | undefined;

  constructor(onHead: (rooms: number) => void) {
    this.#onHead = onHead;
  }

  get isAtEnd(): boolean {
    return this.#state === "ended";
  }

  /** Takes a line; answers what has become whole by it. */
  take(text: string): ArchivePart | undefined {
    const line = parse(text);
    if (this.#state === "ended") throw new Error("comes after the end");
    if (this.#state === "new") return this.#takeHead(line);
    switch (line["type"]) {
      case "name":
        this.#sizes.names++;
        return { type: "name", name: readName(line) };
      case "room": {
        const whole = this.#takeWhole();
        this.#room = readRoom(line);
        this.#sizes.rooms++;
        return whole;
      }
      case "rule":
        readRule(line, this.#open());
        return undefined;
      case "message":
        this.#open().messages.push(readNext(line, this.#open()));
        this.#sizes.messages++;
        return undefined;
      case "nonce":
        this.#open().nonces.push(readNonce(line, this.#open().room));
        return undefined;
      case "end": {
        const whole = this.#takeWhole();
        for (const [what, size] of Object.entries(this.#sizes)) {
          if (line[what] === size) continue;
          throw new Error(`counts ${String(line[what])} ${what}, but there were ${size}`);
        }
        this.#state = "ended";
        return whole;
      }
      default:
        throw new Error("is of no kind that this program knows");
    }
  }

  #takeHead({ type, version, rooms }: Line): undefined {
    if (type !== FORM) throw new Error("should say that this is an archive of the chat");
    if (version !== VERSION) {
      throw new Error(`is of version ${String(version)}; this program reads version ${VERSION}`);
    }
    this.#state = "open";
    this.#onHead(Number(rooms));
  }

  #open(): OpenRoom {
    if (this.#room) return this.#room;
    throw new Error("comes before any room");
  }

  #takeWhole(): ArchivePart | undefined {
    if (!this.#room) return undefined;
    const { sizes, ...room } = this.#room;
    const { messages, nonces, rules } = room;
    if (
      messages.length !== sizes.messages ||
      nonces.length !== sizes.nonces ||
      (rules?.rules.length ?? 0) !== sizes.rules
    ) {
      throw new Error(`comes before all of the room ${room.room}`);
    }
    this.#room = undefined;
    return { type: "room", room };
  }
}

function readName({ username, proof, expiresAt }: Line): ArchivedName {
  if (!isUsername(username) || typeof proof !== "string" || !PROOF.test(proof)) {
    throw new Error("is no name with its owner");
  }
  return { username, proof, expiresAt: readMoment(expiresAt) };
}

function readRoom({ room, expiresAt, revision, rulesExpireAt, ...sizes }: Line): OpenRoom {
  if (!isRoomName(room)) throw new Error("names no room that there can be");
  const { messages, nonces, rules } = sizes;
  return {
    room,
    messages: [],
    nonces: [],
    rules: revision === undefined ? undefined : readRevision(revision, rulesExpireAt),
    expiresAt: expiresAt === null ? undefined : readMoment(expiresAt),
    sizes: { messages, nonces, rules },
  };
}

function readRevision(revision: unknown, expiresAt: unknown) {
  if (!isMessageId(revision)) throw new Error("has no revision that rules can have");
  return { revision, expiresAt: readMoment(expiresAt), rules: [] };
}

function readRule({ name, value }: Line, { rules }: OpenRoom): void {
  if (!rules || typeof name !== "string" || typeof value !== "string" || !RULE.test(name)) {
    throw new Error("is no rule of the room");
  }
  rules.rules.push([name, value]);
}

function readNext({ type: _, ...fields }: Line, { room, messages }: OpenRoom): StoredMessage {
  const message = toStored(fields, room);
  if (message.id <= (messages.at(-1)?.id ?? 0)) throw new Error("has an id that does not grow");
  return message;
}

function readNonce({ username, nonce, expiresAt, message }: Line, room: string): ArchivedNonce {
  const { json } = toStored(message, room);
  if (!isUsername(username) || typeof nonce !== "string") throw new Error("is no nonce");
  if (nonce === "" || nonce.length > NONCE_MAX) throw new Error("is no nonce");
  return { username, nonce, json, expiresAt: readMoment(expiresAt) };
}

/** A message with its JSON as stores write it: the script that orders reads ids off its beginning. */
function toStored(value: unknown, room: string): StoredMessage {
  const read = readMessage(value);
  const { message, ...others } = (value ?? {}) as Line;
  if (
    !read ||
    read.room !== room ||
    typeof message !== "string" ||
    cleanMessage(message) !== message
  )
    throw new Error(`holds no message that a server would store in ${room}`);
  const { id, prev, username, timestamp } = read;
  // The timestamp comes last: by what stands before it one sees that a text was taken away.
  delete others["timestamp"];
  const ordered = { id, prev, room, username, message, ...others, timestamp };
  return { id, prev, json: JSON.stringify(ordered) };
}

function readMoment(value: unknown): number {
  if (isTimestamp(value)) return Date.parse(value);
  throw new Error("lacks a moment in UTC");
}

function parse(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value === "object" && value !== null) return value as Line;
  throw new Error("is not JSON");
}
