// The address of a room in the page's own address: `#/room/general`. Knows nothing of what is shown there.

import { isRoomName } from "@chat/protocol";

const PREFIX = "#/room/";

/** The room that a hash such as `#/room/general` names, undefined where it names none. */
export function parseAddress(hash: string): string | undefined {
  if (!hash.startsWith(PREFIX)) return undefined;
  return toRoomName(decode(hash.slice(PREFIX.length)));
}

/** The hash under which a room is reached. */
export function formatAddress(room: string): string {
  return PREFIX + encodeURIComponent(room);
}

/** The room name that a person meant by what was typed or pasted, undefined where none can be meant. */
export function toRoomName(typed: string): string | undefined {
  const name = tidyName(typed).replace(/^#/, "");
  return isRoomName(name) ? name : undefined;
}

/** A typed name as the rules for names want it: composed, and without the spaces around it. */
export function tidyName(typed: string): string {
  return typed.trim().normalize("NFC");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: the text stands for itself.
    return text;
  }
}
