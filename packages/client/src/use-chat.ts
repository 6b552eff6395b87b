// The client in React and in what offers the same hook: a component renders the snapshot and renders again when it has
// changed. The only file that knows React.

import { useSyncExternalStore } from "react";

import type { ChatSnapshot, RoomSnapshot } from "./types.ts";

/** What the hooks need of a client, or of what stands before one to slow it down. */
export interface SnapshotSource {
  getSnapshot: () => ChatSnapshot;
  subscribe: (listener: () => void) => () => void;
}

/** The whole snapshot of a client; renders again on every change. */
export function useChat(client: SnapshotSource): ChatSnapshot;
/**
 * A part of the snapshot of a client; renders again only when that part has changed.
 *
 * @param select picks the part; it answers with the same object while nothing of it has changed
 */
export function useChat<T>(client: SnapshotSource, select: (snapshot: ChatSnapshot) => T): T;
export function useChat<T>(
  client: SnapshotSource,
  select?: (snapshot: ChatSnapshot) => T,
): T | ChatSnapshot {
  const read = () => (select ? select(client.getSnapshot()) : client.getSnapshot());
  return useSyncExternalStore(client.subscribe, read, read);
}

/** One room of a client, undefined where it is not joined; renders again only when that room has changed. */
export function useRoom(client: SnapshotSource, room: string): RoomSnapshot | undefined {
  return useChat(client, (snapshot) => snapshot.rooms.get(room));
}
