// The room that is open is the one in the page's address: it can be shared, and the browser's "back" leads back.

import { useEffect, useState } from "preact/hooks";
import type { ChatClient } from "@chat/client";
import { formatAddress, parseAddress } from "./address.ts";
import type { SavedState } from "./saved-state.ts";
import { enterRoom } from "./use-client.ts";

/** The open room, entered and remembered; undefined where the address names none. */
export function useOpenRoom(client: ChatClient, saved: SavedState): string | undefined {
  const [open, setOpen] = useState(() => parseAddress(location.hash));
  useEffect(() => {
    const follow = (): void => setOpen(parseAddress(location.hash));
    addEventListener("hashchange", follow);
    const [first] = saved.loadRooms();
    if (parseAddress(location.hash) === undefined && first !== undefined) {
      location.replace(formatAddress(first));
    }
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (open === undefined) return;
    enterRoom(client, open);
    const rooms = saved.loadRooms();
    if (!rooms.includes(open)) saved.saveRooms([...rooms, open]);
  }, [client, open]);
  return open;
}
