// `chat who`: the members of a room, one a line.

import { isUsername } from "@chat/protocol";

import { readRoom } from "../arguments.ts";
import { askServer } from "../http/ask-server.ts";
import { printLine, say } from "../output/standard-output.ts";
import { loadTerminalStyle } from "../output/terminal-style.ts";
import type { Settings } from "../settings.ts";

/** The flags of `chat who`. */
export interface WhoFlags {
  json?: boolean;
}

/** Runs `chat who`. @throws ChatError, CommandError */
export async function who(settings: Settings, roomText: string, flags: WhoFlags): Promise<void> {
  const room = readRoom(roomText);
  const answer = await askServer(settings, {
    path: `/api/rooms/${encodeURIComponent(room)}/members`,
  });
  const members = Array.isArray(answer["members"]) ? answer["members"].filter(isUsername) : [];
  if (flags.json) {
    await printLine(JSON.stringify({ room, members }));
    return;
  }
  if (members.length === 0) say(`nobody is in ${room}`);
  const style = members.length === 0 ? undefined : await loadTerminalStyle();
  for (const member of members) await printLine(style ? style.paint.name(member, member) : member);
}
