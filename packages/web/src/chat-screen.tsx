// The chat: its rooms at the side and the open one before the reader. Puts the parts together, draws none itself.

import { useEffect, useMemo, useState } from "preact/hooks";
import type { ConnectionError } from "@chat/client";
import { useChat } from "@chat/client/react";
import { formatAddress } from "./address.ts";
import { MemberList } from "./member-list.tsx";
import { RoomList } from "./room-list.tsx";
import { RoomView } from "./room-view.tsx";
import type { Identity, SavedState } from "./saved-state.ts";
import { MenuButton, Side } from "./side.tsx";
import { toClock } from "./times.ts";
import { sumUnread } from "./unread.ts";
import { useClient } from "./use-client.ts";
import { useMentionAlerts } from "./use-mention-alerts.ts";
import { useOpenRoom } from "./use-open-room.ts";
import { useReadMarks } from "./use-read-marks.ts";
import { useTitle } from "./use-title.ts";

interface ChatScreenProps {
  identity: Identity;
  saved: SavedState;
  /** One goes, or was refused for the reason given. */
  onEnd: (reason?: ConnectionError) => void;
}

/** The chat of one person. */
export function ChatScreen({ identity, saved, onEnd }: ChatScreenProps) {
  const client = useClient(identity, saved);
  const open = useOpenRoom(client, saved);
  const snapshot = useChat(client);
  const reading = useReadMarks(snapshot, open, saved);
  const askToNotify = useMentionAlerts(client);
  const [drawn, setDrawn] = useState(false);
  const rooms = [...snapshot.rooms.keys()];
  const room = open === undefined ? undefined : snapshot.rooms.get(open);
  // Not drawn again with every message: there may be hundreds.
  const members = useMemo(
    () => room && <MemberList members={room.members} username={snapshot.username} />,
    [room?.members, snapshot.username],
  );
  const unread = sumUnread(rooms.map((name) => reading.unreadOf(name)));
  const { status, error } = snapshot.connection;

  useTitle(open, unread);
  useEffect(() => setDrawn(false), [open]);
  useEffect(() => {
    // Makes ready what tells times, while the history is on its way.
    if (status === "connected") toClock(new Date().toISOString());
    if (status !== "refused") return;
    onEnd(error ?? { code: "internal", message: "The server refused the connection." });
  }, [status]);

  const taken = room?.error?.code === "username_taken" ? room.error : undefined;
  useEffect(() => {
    if (taken !== undefined) onEnd(taken);
  }, [taken]);

  const goTo = (name: string | undefined): void => {
    location.hash = name === undefined ? "" : formatAddress(name);
  };
  const leave = (name: string): void => {
    client.leave(name).catch(() => {
      // The room is gone from here all the same; the server notices when the connection ends.
    });
    reading.forget(name);
    const left = rooms.filter((other) => other !== name);
    saved.saveRooms(left);
    if (name === open) goTo(left[0]);
  };
  const menu = <MenuButton unread={unread} drawn={drawn} onOpen={() => setDrawn(true)} />;

  return (
    <div class={drawn ? "chat drawn" : "chat"}>
      <Side drawn={drawn} onClose={() => setDrawn(false)}>
        <RoomList
          rooms={rooms}
          open={open}
          unreadOf={reading.unreadOf}
          onSuggest={async () => (await client.rooms()).map((summary) => summary.room)}
          onOpen={goTo}
          onLeave={leave}
        />
        {members}
        <p class="me">
          <span>
            You are <bdi class="wrap">{snapshot.username}</bdi>
          </span>
          <button type="button" class="link" onClick={() => onEnd()}>
            Change name
          </button>
          {askToNotify !== undefined && (
            <button type="button" class="link" onClick={askToNotify}>
              Notify me of mentions
            </button>
          )}
        </p>
      </Side>
      <main inert={drawn}>
        {room === undefined ? (
          <header class="head">
            {menu}
            <h1>Choose a room to join</h1>
          </header>
        ) : (
          <RoomView
            client={client}
            room={room}
            connection={snapshot.connection}
            reading={reading}
            saved={saved}
            menu={menu}
          />
        )}
      </main>
    </div>
  );
}
