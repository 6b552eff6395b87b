// The room that is open is the one in the page's address: it can be shared, and the browser's "back" leads back.

import type { ChatClient } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import type { SavedState } from "./saved-state.ts";
import { enterRoom } from "./start-client.ts";

/** The room in the address, else the first of the remembered ones, which is then in the address. */
export function findOpenRoom(saved: SavedState): string | undefined {
  const named = parseAddress(location.hash);
  const room = named ?? saved.loadRooms()[0];
  if (room !== named && room !== undefined) location.replace(formatAddress(room));
  return room;
}

/** Enters a room and remembers it. */
export function visit(client: ChatClient, saved: SavedState, room: string | undefined): void {
  if (room === undefined) return;
  enterRoom(client, room);
  const rooms = saved.loadRooms();
  if (!rooms.includes(room)) saved.saveRooms([...rooms, room]);
}
