// The slash commands about rooms: entering and leaving them, who is there, what was said. Knows faces by their port alone.

import { readRoom } from "../arguments.ts";
import { toRoomRows } from "../commands/rooms.ts";
import { toTable } from "../output/table.ts";
import type { Face } from "./face.ts";
import { findMessages } from "./find-messages.ts";
import { ROOM, ROOM_OR_HERE, TEXT, type SlashCommand } from "./slash-command.ts";

/** The commands. */
export const roomCommands: readonly SlashCommand[] = [
  {
    name: "join",
    arguments: [ROOM, { name: "password", kind: "text", optional: true }],
    help: "enter a room, or go to it; a private one with its password",
    run: (face, argument) => {
      const [, room = "", password = ""] = /^(\S*)\s*([^]*)$/.exec(argument) ?? [];
      return face.enter(readRoom(room), password === "" ? undefined : password);
    },
  },
  {
    ...{ name: "leave", arguments: [ROOM_OR_HERE], help: "leave this room, or that one" },
    run: (face, argument) => leave(face, toRoom(face, argument)),
  },
  { name: "who", arguments: [ROOM_OR_HERE], help: "who is here", run: who },
  { name: "rooms", arguments: [], help: "which rooms there are", run: rooms },
  { name: "older", arguments: [], help: "older messages", run: (face) => face.older() },
  {
    ...{ name: "search", arguments: [TEXT], help: "find a text in all that is kept of this room" },
    run: search,
  },
  {
    ...{ name: "clear", arguments: [], help: "clear the view; scrolling back shows it again" },
    run: (face) => face.clear(),
  },
];

/** The room an argument names: the one in view where it is empty. @throws ChatError `invalid_room` */
export function toRoom(face: Face, argument: string): string {
  return argument === "" ? face.room : readRoom(argument);
}

async function leave(face: Face, room: string): Promise<void> {
  if (face.rooms.includes(room)) await face.leave(room);
  else face.say(`you are not in ${room}`, "bad");
}

async function who(face: Face, argument: string): Promise<void> {
  const room = toRoom(face, argument);
  const members = await face.client.members(room);
  face.show(`in ${room}: ${members.length}`, members);
}

async function rooms(face: Face): Promise<void> {
  const list = await face.client.rooms();
  face.show(`rooms: ${list.length}`, toTable(toRoomRows(list, Date.now())));
}

async function search(face: Face, text: string): Promise<void> {
  if (text === "") return face.say("search for what? /search text", "bad");
  const { room } = face;
  const hits = await findMessages(face.client, room, text, face.preferences.ignored);
  if (face.room !== room) return;
  if (hits.length > 0) face.showHits(text, hits);
  else face.say(`"${text}" is in nothing that is kept of ${room}`, "bad");
}
