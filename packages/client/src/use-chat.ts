// The client in React and in what offers the same hook: a component renders the snapshot and renders again when it has
// changed. The only file that knows React.

import { useSyncExternalStore } from "react";

import type { ChatSnapshot, RoomSnapshot } from "./types.ts";

/** What the hooks need of a client. */
export interface SnapshotSource {
  getSnapshot: () => ChatSnapshot;
  subscribe: (listener: () => void) => () => void;
}

/** The whole snapshot of a client; renders again on every change. */
export function useChat(client: SnapshotSource): ChatSnapshot {
  return useSyncExternalStore(client.subscribe, client.getSnapshot, client.getSnapshot);
}

/** One room of a client, undefined where it is not joined; renders again only when that room has changed. */
export function useRoom(client: SnapshotSource, room: string): RoomSnapshot | undefined {
  const read = () => client.getSnapshot().rooms.get(room);
  return useSyncExternalStore(client.subscribe, read, read);
}
