// The slash commands about what one wants to see and hear, kept in the config file. Knows faces by their port alone.

import { readName } from "../arguments.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { toTable } from "../output/table.ts";
import {
  NOTIFY_LEVELS,
  preferenceFields,
  toValuesWords,
} from "../preferences/preference-fields.ts";
import { requireField } from "../preferences/preferences.ts";
import type { Face } from "./face.ts";
import { moderate } from "./moderation-commands.ts";
import { toRoom } from "./room-commands.ts";
import type { SlashCommand } from "./slash-command.ts";

/** The commands. */
export const settingCommands: readonly SlashCommand[] = [
  {
    name: "ignore",
    arguments: [{ name: "name", kind: "name", optional: true }],
    help: "show nothing of somebody any more; alone: list them",
    run: ignore,
  },
  {
    name: "unignore",
    arguments: [{ name: "name", kind: "ignored" }],
    help: "show it again",
    run: (face, argument) => {
      const name = readName("/unignore", argument);
      face.preferences.ignore(name, false);
      face.say(`${name} is shown again`, "good");
    },
  },
  {
    name: "mute",
    arguments: [
      { name: "room", kind: "room", optional: true },
      { name: "time", kind: "time", optional: true },
    ],
    help: "count nothing of a room any more; operators: /mute name time lets a name not speak",
    run: async (face, argument) => {
      if (/\s/.test(argument)) {
        await moderate(face, "mute", argument);
        return;
      }
      const room = toRoom(face, argument);
      face.preferences.mute(room, true);
      face.say(`${room} is muted`, "good");
    },
  },
  {
    name: "unmute",
    arguments: [{ name: "room", kind: "muted", optional: true }],
    help: "count it again; operators: let a name speak again",
    run: async (face, argument) => {
      if (!isRoomHere(face, argument)) {
        await moderate(face, "unmute", argument);
        return;
      }
      const room = toRoom(face, argument);
      face.preferences.mute(room, false);
      face.say(`${room} is not muted`, "good");
    },
  },
  {
    name: "notify",
    arguments: [{ name: "level", kind: "level", optional: true }],
    help: "announce mentions, all or off here; alone: say which",
    run: notify,
  },
  {
    name: "set",
    arguments: [
      { name: "setting", kind: "setting", optional: true },
      { name: "value", kind: "value", optional: true },
    ],
    help: "change a setting; alone: list them",
    run: set,
  },
];

function ignore(face: Face, argument: string): void {
  const { ignored } = face.preferences;
  if (argument === "") return face.show(`ignored: ${ignored.length}`, ignored);
  const name = readName("/ignore", argument);
  face.preferences.ignore(name, true);
  face.say(`nothing of ${name} is shown any more; /unignore ${name} shows it again`, "good");
}

function notify(face: Face, argument: string): void {
  const { preferences, room } = face;
  if (argument !== "") {
    const level = NOTIFY_LEVELS.find((one) => one === argument);
    if (level === undefined) {
      throw new CommandError(ExitStatus.usage, `/notify takes ${NOTIFY_LEVELS.join(", ")}`);
    }
    preferences.setNotifyIn(room, level);
  }
  const words = { all: "every message", mentions: "what names you", off: "nothing" };
  const muted = preferences.muted.includes(room) ? ", but it is muted" : "";
  face.say(`announced of ${room}: ${words[preferences.notifyIn(room)]}${muted}`, "good");
}

function set(face: Face, argument: string): void {
  const { preferences } = face;
  const [, name = "", value = ""] = /^(\S*)\s*([^]*)$/.exec(argument) ?? [];
  if (name === "") {
    const rows = preferenceFields.map((field) => {
      return [field.name, preferences.get(field.name), field.help];
    });
    return face.show("settings: /set setting value", toTable(rows));
  }
  if (value !== "") preferences.set(name, value);
  const field = requireField(name);
  const holds = preferences.find(field.name);
  const from = holds.from === "NO_COLOR" ? " because NO_COLOR is set" : "";
  const rest = value === "" ? `; it is ${toValuesWords(field)}` : "";
  face.say(`${name} is ${holds.value}${from}${rest}`, "good");
}

/** Whether an argument is about a room that one is in or muted, and not about somebody. */
function isRoomHere(face: Face, argument: string): boolean {
  const room = argument.replace(/^#/, "");
  return argument === "" || face.rooms.includes(room) || face.preferences.muted.includes(room);
}
