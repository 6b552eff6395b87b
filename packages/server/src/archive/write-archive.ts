// The lines of an archive. See archive-form.ts; knows no store and no file.

import type { ArchivedName, ArchivedRoom } from "../rooms/room-archive.ts";
import { type ArchiveSizes, FORM, VERSION } from "./archive-form.ts";

/** The first line. @param exportedAt in milliseconds since the epoch */
export function toHeadLine(rooms: number, exportedAt: number): string {
  return toLine({ type: FORM, version: VERSION, exportedAt: toMoment(exportedAt), rooms });
}

/** The line that says whose a name is. */
export function toNameLine({ username, proof, expiresAt }: ArchivedName): string {
  return toLine({ type: "name", username, proof, expiresAt: toMoment(expiresAt) });
}

/** The lines of a room. */
export function* toRoomLines({
  room,
  messages,
  nonces,
  rules,
  expiresAt,
}: ArchivedRoom): Generator<string> {
  const until = expiresAt === undefined ? null : toMoment(expiresAt);
  const sizes = {
    messages: messages.length,
    nonces: nonces.length,
    rules: rules?.rules.length ?? 0,
  };
  const ruled = rules && { revision: rules.revision, rulesExpireAt: toMoment(rules.expiresAt) };
  yield toLine({ type: "room", room, ...sizes, expiresAt: until, ...ruled });
  for (const [name, value] of rules?.rules ?? []) yield toLine({ type: "rule", name, value });
  for (const { json } of messages) yield `{"type":"message",${json.slice(1)}\n`;
  for (const { username, nonce, json, expiresAt: end } of nonces) {
    const head = { type: "nonce", username, nonce, expiresAt: toMoment(end) };
    yield `${JSON.stringify(head).slice(0, -1)},"message":${json}}\n`;
  }
}

/** The last line. */
export function toEndLine({ names, rooms, messages }: ArchiveSizes): string {
  return toLine({ type: "end", names, rooms, messages });
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function toMoment(at: number): string {
  return new Date(at).toISOString();
}
