// The title of the terminal's window: the room in view and what is unread elsewhere. Pure but for what it remembers.

import { cleanForTerminal } from "@chat/protocol";

const ESC = "\x1b";
/** The terminal keeps the title it has, and puts it back. Source: xterm's window manipulation, 22 and 23. */
export const KEEP_TITLE = `${ESC}[22;2t`;
/** The way back from {@link KEEP_TITLE}. */
export const RESTORE_TITLE = `${ESC}[23;2t`;

/** What a title tells of. */
export interface TitleState {
  room: string;
  /** Unread messages in all other rooms that are not muted. */
  unread: number;
  /** Whether one of them names oneself. */
  mentioned: boolean;
}

/** The words of a title: `(3!) #general - chat`. */
export function toTitle({ room, unread, mentioned }: TitleState): string {
  const count = unread === 0 ? "" : `(${unread > 999 ? "999+" : unread}${mentioned ? "!" : ""}) `;
  return cleanForTerminal(`${count}#${room} - chat`);
}

/** The bytes that set a title. */
export function toTitleBytes(title: string): string {
  return `${ESC}]2;${title}${ESC}\\`;
}
