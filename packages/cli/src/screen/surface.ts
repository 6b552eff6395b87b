// The two ways to be in a terminal: on a screen of one's own, or in the terminal's own scrollback, above a footer.
// Each paints what the chat shows now; when, and onto what, is somebody else's.

import type { ChatClientApi, ChatEvent, Entry, RoomSnapshot } from "@chat/client";

import type { ChatScreen } from "./chat-screen.ts";
import type { FrameBuilder } from "./frame-builder.ts";
import { InlineLog } from "./inline-log.ts";
import { InlinePainter } from "./inline-painter.ts";
import type { LogLook } from "./log-items.ts";
import { Painter } from "./painter.ts";
import type { Size } from "./terminal.ts";

/** A way to show the chat. */
export interface Surface {
  /** The bytes that bring the terminal from what it shows to what the chat is now. */
  paint(size: Size): string;
  /** The terminal shows something else now: all has to be painted. */
  invalidate(): void;
  /** The bytes that take away what must not stay in the terminal. */
  remove(): string;
  /** Takes note of an event of the client. */
  hear(event: ChatEvent): void;
}

/** The whole screen. */
export function createFullScreen(screen: ChatScreen): Surface {
  const painter = new Painter();
  return {
    paint: ({ columns, rows }) => painter.paint(screen.frame(columns, rows)),
    invalidate: () => painter.invalidate(),
    remove: () => "",
    hear: () => {},
  };
}

/** Lines in the terminal's own scrollback; what was there before is written first. */
export function createInline(
  screen: ChatScreen,
  builder: FrameBuilder,
  client: ChatClientApi,
  size: Size,
): Surface {
  const painter = new InlinePainter();
  const { username } = client.getSnapshot();
  const log = new InlineLog(username);
  const snapshot = client.getSnapshot();
  const rooms = new Map([...snapshot.rooms].map(([name, room]) => [name, screen.shown(room)]));
  const look = (room: RoomSnapshot): LogLook => builder.look(room);
  let backlog = log.toBacklog({ ...snapshot, rooms }, look, size.columns);
  let came: { room: string; entry: Entry }[] = [];
  return {
    paint({ columns, rows }) {
      const { rooms: joined } = client.getSnapshot();
      const lines = came.flatMap(({ room: name, entry }) => {
        const room = joined.get(name);
        if (room === undefined || screen.isHidden(entry)) return [];
        return log.toLines(room, entry, joined.size, look(room), columns);
      });
      const bytes = painter.paint([...backlog, ...lines], screen.lower(columns, rows));
      backlog = [];
      came = [];
      return bytes;
    },
    // What is there stays there; the footer is drawn anew wherever it is.
    invalidate: () => {},
    remove: () => painter.remove(),
    hear(event) {
      // Laid out when it is painted: what all rooms look like is asked for once, not for each message.
      if (event.type === "entry") came.push({ room: event.room, entry: event.entry });
    },
  };
}
