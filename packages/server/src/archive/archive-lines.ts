// The form of an archive: JSON Lines. A head, each room with its messages and nonces behind it, an end that says that
// all of it is there. docs/operating.md describes it. Knows no store and no file.

import {
  NONCE_MAX,
  cleanMessage,
  isRoomName,
  isTimestamp,
  isUsername,
  readMessage,
} from "@chat/protocol";

import type { ArchivedNonce, ArchivedRoom } from "../rooms/room-archive.ts";
import type { StoredMessage } from "../rooms/room-store.ts";

/** The version of the form. Another one is read by no older program. */
const VERSION = 1;
const FORM = "chat-export";

/** An archive that cannot be read. The message names the line and what is wrong with it. */
export class ArchiveError extends Error {}

/** The first line. @param exportedAt in milliseconds since the epoch */
export function toHeadLine(rooms: number, exportedAt: number): string {
  const at = new Date(exportedAt).toISOString();
  return toLine({ type: FORM, version: VERSION, exportedAt: at, rooms });
}

/** The lines of a room. */
export function* toRoomLines({
  room,
  messages,
  nonces,
  expiresAt,
}: ArchivedRoom): Generator<string> {
  const until = expiresAt === undefined ? null : new Date(expiresAt).toISOString();
  const sizes = { messages: messages.length, nonces: nonces.length };
  yield toLine({ type: "room", room, ...sizes, expiresAt: until });
  for (const { json } of messages) yield `{"type":"message",${json.slice(1)}\n`;
  for (const { username, nonce, json, expiresAt: end } of nonces) {
    const head = { type: "nonce", username, nonce, expiresAt: new Date(end).toISOString() };
    yield `${JSON.stringify(head).slice(0, -1)},"message":${json}}\n`;
  }
}

/** The last line. */
export function toEndLine(rooms: number, messages: number): string {
  return toLine({ type: "end", rooms, messages });
}

/**
 * Reads an archive line by line.
 *
 * @param onHead is told how many rooms there are to come
 * @throws ArchiveError, at the line that is wrong: the rooms before it were given
 */
export async function* readArchive(
  lines: AsyncIterable<string>,
  onHead: (rooms: number) => void = () => undefined,
): AsyncGenerator<ArchivedRoom> {
  let number = 0;
  let rooms = 0;
  let open: OpenRoom | undefined;
  let ended = false;
  for await (const text of lines) {
    number++;
    if (text.trim() === "") continue;
    const fail = (what: string): never => {
      throw new ArchiveError(`Line ${number} of the archive ${what}.`);
    };
    const line = parse(text) ?? fail("is not JSON");
    if (ended) fail("comes after the end");
    if (number === 1) {
      if (line["type"] !== FORM) fail("should say that this is an archive of the chat");
      if (line["version"] !== VERSION)
        fail(`is of version ${String(line["version"])}; this program reads version ${VERSION}`);
      onHead(Number(line["rooms"]));
      continue;
    }
    if (line["type"] === "room" || line["type"] === "end") {
      if (open && !isWhole(open)) fail(`comes before all of the room ${open.room.room}`);
      if (open) yield open.room;
      open = line["type"] === "room" ? (readRoom(line) ?? fail("is no room")) : undefined;
      if (open) rooms++;
      else if (line["rooms"] !== rooms)
        fail(`counts ${String(line["rooms"])} rooms, but there were ${rooms}`);
      else ended = true;
    } else {
      const taken = open !== undefined && take(open, line);
      if (!taken) fail("is nothing that a server would store there");
    }
  }
  if (!ended)
    throw new ArchiveError("The archive ends early: it was cut off, or its export failed.");
}

/** A room while its lines are read. */
interface OpenRoom {
  room: ArchivedRoom & { messages: StoredMessage[]; nonces: ArchivedNonce[] };
  sizes: { messages: unknown; nonces: unknown };
}

type Line = Record<string, unknown>;

function readRoom({ room, messages, nonces, expiresAt }: Line): OpenRoom | undefined {
  if (!isRoomName(room) || (expiresAt !== null && !isTimestamp(expiresAt))) return undefined;
  const until = expiresAt === null ? undefined : Date.parse(expiresAt);
  return {
    room: { room, messages: [], nonces: [], expiresAt: until },
    sizes: { messages, nonces },
  };
}

function isWhole({ room, sizes }: OpenRoom): boolean {
  return room.messages.length === sizes.messages && room.nonces.length === sizes.nonces;
}

function take({ room }: OpenRoom, { type, ...fields }: Line): boolean {
  if (type === "message") {
    const message = toStored(fields, room.room);
    if (!message || message.id <= (room.messages.at(-1)?.id ?? 0)) return false;
    room.messages.push(message);
    return true;
  }
  const { username, nonce, expiresAt, message } = fields;
  const stored = toStored(message, room.room);
  if (type !== "nonce" || !stored || !isUsername(username) || !isTimestamp(expiresAt)) return false;
  if (typeof nonce !== "string" || nonce === "" || nonce.length > NONCE_MAX) return false;
  room.nonces.push({ username, nonce, json: stored.json, expiresAt: Date.parse(expiresAt) });
  return true;
}

/** A message with its JSON as stores write it: the script that orders reads ids off its beginning. */
function toStored(value: unknown, room: string): StoredMessage | undefined {
  const read = readMessage(value);
  if (!read || read.room !== room) return undefined;
  const { message } = value as { message: string };
  if (cleanMessage(message) !== message) return undefined;
  const { id, prev, username, timestamp } = read;
  const json = JSON.stringify({
    id,
    prev,
    room,
    username,
    message,
    timestamp,
    ...(value as object),
  });
  return { id, prev, json };
}

function parse(text: string): Line | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
