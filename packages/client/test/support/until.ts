// Waits for what a client comes to show, within a bound.

import type { ChatClient } from "../../src/chat-client.ts";
import type { ChatEvent, ChatSnapshot, RoomSnapshot } from "../../src/types.ts";

const BOUND_MS = 10_000;

/** Settles with the first snapshot that fits, the present one included. */
export function until(
  client: ChatClient,
  fits: (snapshot: ChatSnapshot) => boolean,
  what = fits.toString(),
): Promise<ChatSnapshot> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const snapshot = client.getSnapshot();
      if (!fits(snapshot)) return;
      stop();
      clearTimeout(timer);
      resolve(snapshot);
    };
    const stop = client.subscribe(look);
    const timer = setTimeout(() => {
      stop();
      reject(new Error(`within ${BOUND_MS} ms it never came to: ${what}`));
    }, BOUND_MS);
    look();
  });
}

/** Settles once the connection has that status. */
export async function untilStatus(
  client: ChatClient,
  status: ChatSnapshot["connection"]["status"],
): Promise<void> {
  await until(client, ({ connection }) => connection.status === status, status);
}

/** Settles once a room shows these lines, see {@link lines}. */
export async function untilLines(
  client: ChatClient,
  room: string,
  expected: readonly string[],
): Promise<RoomSnapshot> {
  const wanted = expected.join("\n");
  const shown = (): string => lines(client, room).join("\n");
  await until(client, () => shown() === wanted, `${wanted}\nbut stayed at\n${shown()}`).catch(
    (error: unknown) => {
      throw new Error(`${(error as Error).message}\nand ended at\n${shown()}`);
    },
  );
  return roomOf(client, room);
}

/** The room's snapshot. @throws Error where it is not joined */
export function roomOf(client: ChatClient, room: string): RoomSnapshot {
  const snapshot = client.getSnapshot().rooms.get(room);
  if (snapshot === undefined) throw new Error(`${room} is not in the snapshot`);
  return snapshot;
}

/** The entries of a room as short lines: a message its text, a notice `+name` or `-name`, a gap `…`. */
export function lines(client: ChatClient, room: string): string[] {
  return roomOf(client, room).entries.map(toLine);
}

/** The same of the entries among events. */
export function eventLines(events: readonly ChatEvent[]): string[] {
  return events.flatMap((event) => (event.type === "entry" ? [toLine(event.entry)] : []));
}

function toLine(entry: RoomSnapshot["entries"][number]): string {
  if (entry.type === "message") return entry.message.message;
  if (entry.type === "gap") return "…";
  return `${entry.type === "joined" ? "+" : "-"}${entry.username}`;
}
