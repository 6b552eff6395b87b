// How far one has read each room. A room is read while it is open, at its end, in a page one is looking at.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChatSnapshot } from "@chat/client";
import type { SavedState } from "./saved-state.ts";
import { useAttention } from "./use-attention.ts";
import { countUnread, type Unread } from "./unread.ts";

/** What one has read. */
export interface Reading {
  /** What waits in a room; nothing in the one being read. */
  unreadOf: (room: string) => Unread;
  /** The id after which the ruler of the open room is drawn; undefined for none. */
  rulerAfter: number | undefined;
  /** Says that the open room was seen up to a message. */
  seen: (room: string, id: number) => void;
  /** Takes the ruler away, and the room as read: one has answered. */
  dismissRuler: () => void;
  /** Forgets a room that was left. */
  forget: (room: string) => void;
}

/** Follows the reader. The ruler stays where it is while one reads, and moves when one has been away. */
export function useReadMarks(
  snapshot: ChatSnapshot,
  open: string | undefined,
  saved: SavedState,
): Reading {
  const [marks, setMarks] = useState(() => saved.loadMarks());
  const seenUpTo = useRef(new Map<string, number>());
  const ruler = useRef<{ room: string; after: number | undefined } | undefined>(undefined);
  const current = useRef(marks);

  const calls = useMemo(() => {
    const change = (edit: (next: Map<string, number>) => void): void => {
      const next = new Map(current.current);
      edit(next);
      current.current = next;
      setMarks(next);
      saved.saveMarks(next);
    };
    return {
      mark: (room: string, id: number) => {
        if ((current.current.get(room) ?? -1) < id) change((next) => next.set(room, id));
      },
      forget: (room: string) => change((next) => next.delete(room)),
      seen: (room: string, id: number) => void seenUpTo.current.set(room, id),
      dismissRuler: () => {
        if (ruler.current !== undefined) ruler.current.after = undefined;
      },
    };
  }, [saved]);

  const markOpen = (): void => {
    const id = open === undefined ? undefined : seenUpTo.current.get(open);
    if (open !== undefined && id !== undefined) calls.mark(open, id);
  };
  const attentive = useAttention(markOpen);
  useEffect(() => markOpen, [open]);

  // What was there before one came counts as read, the first time.
  useEffect(() => {
    for (const { room, status, lastId } of snapshot.rooms.values()) {
      if (status === "joined" && !current.current.has(room)) calls.mark(room, lastId);
    }
  }, [snapshot.rooms]);

  const countIn = (room: string): Unread =>
    countUnread(snapshot.rooms.get(room)?.entries ?? [], marks.get(room), snapshot.username);

  if (!attentive || ruler.current?.room !== open) ruler.current = undefined;
  if (attentive && open !== undefined && snapshot.rooms.get(open)?.status === "joined") {
    ruler.current ??= { room: open, after: countIn(open).count > 0 ? marks.get(open) : undefined };
  }
  return {
    ...calls,
    unreadOf: (room) =>
      attentive && room === open ? { count: 0, mentioned: false } : countIn(room),
    rulerAfter: attentive || open === undefined ? ruler.current?.after : marks.get(open),
  };
}
