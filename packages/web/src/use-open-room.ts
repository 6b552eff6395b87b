// The room that is open is the one in the page's address: it can be shared, and the browser's "back" leads back.

import { useEffect, useState } from "preact/hooks";
import type { ChatClient } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import type { SavedState } from "./saved-state.ts";
import { enterRoom } from "./use-client.ts";

/** The open room, entered and remembered; undefined where the address names none and none is remembered. */
export function useOpenRoom(client: ChatClient, saved: SavedState): string | undefined {
  const visit = (room: string | undefined): string | undefined => {
    if (room === undefined) return undefined;
    enterRoom(client, room);
    const rooms = saved.loadRooms();
    if (!rooms.includes(room)) saved.saveRooms([...rooms, room]);
    return room;
  };
  const [open, setOpen] = useState(() =>
    visit(parseAddress(location.hash) ?? saved.loadRooms()[0]),
  );
  useEffect(() => {
    const follow = (): void => setOpen(visit(parseAddress(location.hash)));
    addEventListener("hashchange", follow);
    if (open !== undefined && parseAddress(location.hash) === undefined) {
      location.replace(formatAddress(open));
    }
    return () => removeEventListener("hashchange", follow);
  }, []);
  return open;
}
