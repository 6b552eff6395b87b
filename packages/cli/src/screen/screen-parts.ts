// What a screen consists of, besides how it looks: made here, and handed to those who act on it.

import type { ChatClientApi } from "@chat/client";

import type { Preferences } from "../preferences/preferences.ts";
import type { Face } from "../slash/face.ts";
import type { InputMemory } from "./input-memory.ts";
import { LogJumps } from "./log-jumps.ts";
import { LogScroller } from "./log-scroller.ts";
import { ScreenCompletion } from "./screen-completion.ts";
import type { ScreenHost } from "./screen-host.ts";
import { ScreenInput } from "./screen-input.ts";
import { ScreenNotices } from "./screen-notices.ts";
import { ScreenRooms } from "./screen-rooms.ts";
import { ShownRooms } from "./shown-rooms.ts";

/** The parts. */
export interface ScreenParts {
  face: Face;
  host: ScreenHost;
  rooms: ScreenRooms;
  shown: ShownRooms;
  scroller: LogScroller;
  jumps: LogJumps;
  input: ScreenInput;
  completion: ScreenCompletion;
  notices: ScreenNotices;
}

/** Makes the parts of the screen that `face` is. @param rooms joined already, at least one */
export function createScreenParts(
  face: Face,
  client: ChatClientApi,
  rooms: readonly [string, ...string[]],
  preferences: Preferences,
  memory: InputMemory,
  host: ScreenHost,
): ScreenParts {
  const ignored = (): readonly string[] => preferences.ignored;
  const screenRooms = new ScreenRooms(client, rooms, preferences, memory);
  const shown = new ShownRooms(ignored);
  const failed = (why: string): void => face.say(why, "bad");
  const scroller = new LogScroller(client, screenRooms, shown, failed);
  const notices = new ScreenNotices();
  const input = new ScreenInput(face, screenRooms, notices, memory);
  const target = {
    get composer() {
      return input.composer;
    },
    edit: input.edit.bind(input),
    offer: (line: string) => {
      notices.offer(line);
      host.changed();
    },
  };
  return {
    ...{ face, host, rooms: screenRooms, shown, scroller, input, notices },
    jumps: new LogJumps(client, screenRooms, scroller, ignored),
    completion: new ScreenCompletion(
      client,
      preferences,
      () => screenRooms.room,
      target,
      () => host.now(),
    ),
  };
}
