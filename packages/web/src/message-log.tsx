// The log of a room: its rows, oldest first, what is still on its way, and the way back to the end.

import { useMemo, useRef } from "preact/hooks";
import type { RoomSnapshot } from "@chat/client";
import { DraftRow } from "./draft-row.tsx";
import { DownIcon } from "./icons.tsx";
import { toLogRows } from "./log-rows.ts";
import { LogRowView } from "./log-row-view.tsx";
import { countUnread, toBadge } from "./unread.ts";
import { useLogScroll } from "./use-log-scroll.ts";

interface MessageLogProps {
  room: RoomSnapshot;
  username: string;
  /** The id after which the ruler is drawn; undefined for none. */
  rulerAfter: number | undefined;
  onOlder: () => Promise<void>;
  /** The reader has seen the room up to this message. */
  onSeen: (id: number) => void;
  /** Deletes a message, where one is an operator. */
  onDelete?: ((id: number) => void) | undefined;
  onRetry: (nonce: string) => void;
  onDiscard: (nonce: string) => void;
}

/** Give it the room's name as `key`: another room begins at its own end. */
export function MessageLog(props: MessageLogProps) {
  const { room, username, rulerAfter } = props;
  const { scroller, content, onScroll, stretch, atEnd, toEnd } = useLogScroll({
    entries: room.entries,
    hasOlder: room.status === "joined" && room.older === "maybe",
    onOlder: props.onOlder,
  });
  const { from, to } = stretch;
  const rows = useMemo(
    () => toLogRows(room.entries.slice(from, to), username, rulerAfter),
    [room.entries, from, to, username, rulerAfter],
  );
  const seen = useRef(room.lastId);
  if (atEnd) {
    seen.current = room.lastId;
    props.onSeen(room.lastId);
  }
  const now = new Date();
  const waiting = atEnd ? 0 : countUnread(room.entries, seen.current, username).count;

  return (
    <div class="log-frame">
      <div
        class="log"
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={`Conversation in ${room.room}`}
      >
        <div class="log-content" ref={content}>
          <p class="log-start">{startText(room, from)}</p>
          <div
            role="log"
            aria-label="Messages"
            aria-busy={room.status === "joining" || room.older === "loading"}
          >
            {rows.map((row) => (
              <LogRowView
                key={row.key}
                row={row}
                username={username}
                now={now}
                onDelete={props.onDelete}
              />
            ))}
          </div>
          {to === room.entries.length &&
            room.drafts.map((draft) => (
              <DraftRow
                key={draft.nonce}
                draft={draft}
                username={username}
                onRetry={props.onRetry}
                onDiscard={props.onDiscard}
              />
            ))}
        </div>
      </div>
      {!atEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          <DownIcon />
          {waiting === 0
            ? "Latest messages"
            : `${toBadge(waiting)} new ${waiting === 1 ? "message" : "messages"}`}
        </button>
      )}
    </div>
  );
}

function startText(room: RoomSnapshot, from: number): string {
  if (room.status === "joining" && room.entries.length === 0) return "Opening the room…";
  if (from > 0 || room.older !== "none") return "Earlier messages…";
  const empty = !room.entries.some(({ type }) => type === "message");
  return empty ? "Nothing here yet. Say hello." : "This is where the history begins.";
}
