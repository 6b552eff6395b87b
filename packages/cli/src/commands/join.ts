// `chat join`: connects, enters the rooms, and hands over to the screen or to plain lines.

import { systemClock, type Draft } from "@chat/client";
import { PAGE_MAX } from "@chat/protocol";

import { readNumber, readRooms } from "../arguments.ts";
import { beforeInterrupt } from "../interrupt.ts";
import { keptFolder } from "../kept/kept-folder.ts";
import { KeptInput } from "../kept/kept-input.ts";
import { UnsentMessages } from "../kept/unsent-messages.ts";
import { openClient } from "../open-client.ts";
import { standardError, standardOutput } from "../output/standard-output.ts";
import { localeOfDays, setTimeStyle } from "../output/times.ts";
import { Preferences } from "../preferences/preferences.ts";
import { enterRoom } from "../room-password/enter-room.ts";
import { requireUser, type Settings } from "../settings.ts";

/** The flags of `chat join`. */
export interface JoinFlags {
  plain?: boolean;
  inline?: boolean;
  number: string;
}

/** Runs `chat join`; its status is that of the face. @throws ChatError, CommandError */
export async function join(
  settings: Settings,
  roomTexts: readonly string[],
  flags: JoinFlags,
): Promise<number> {
  const rooms = readRooms(roomTexts);
  const backlog = readNumber("-n", flags.number, 0, PAGE_MAX);
  const username = requireUser(settings);
  const preferences = Preferences.read(process.env);
  applyTimes(preferences);
  const plain = flags.plain === true || preferences.get("plain") === "on";
  const fullScreen = !plain && isScreen();
  // A terminal that has gone ends the chat without a word.
  standardOutput();
  standardError();
  // Read by what colours the screen, each copy of it, when it is loaded.
  if (process.env["NO_COLOR"]) process.env["FORCE_COLOR"] = "0";
  // The screen takes the longest to load: it does so while the connection comes up.
  const screen = fullScreen ? import("../screen/run-screen.ts") : undefined;
  screen?.catch(() => {});
  const folder = keptFolder(settings.server, username, process.env);
  // In a pipe whoever feeds it sends again what the status says was not sent.
  const unsent = process.stdin.isTTY ? new UnsentMessages(folder, Date.now) : undefined;
  const client = await openClient(settings, username, {
    backlog,
    ...(unsent && { outboxStorage: unsent }),
  });
  const keep = beforeInterrupt(() => client.close());
  try {
    if (screen === undefined) {
      const { runPlain } = await import("../plain/run-plain.ts");
      return await runPlain(client, rooms, preferences);
    }
    for (const room of rooms) await enterRoom(client, room);
    const { runScreen } = await screen;
    const memory = new KeptInput(folder, (ms, callback) => systemClock.after(ms, callback));
    try {
      const greeting = toUnsentWords(unsent?.restored ?? [], rooms);
      const inline = flags.inline === true;
      return await runScreen(client, rooms, { preferences, memory, greeting, inline });
    } finally {
      memory.save();
    }
  } finally {
    keep();
    await client.close();
  }
}

/** What to say of messages that were not sent before; of those in rooms that are open now the log says it. */
function toUnsentWords(drafts: readonly Draft[], rooms: readonly string[]): string | undefined {
  const elsewhere = drafts.filter(({ room }) => !rooms.includes(room));
  const failed = elsewhere.filter(({ state }) => state === "failed");
  const toRooms = (some: readonly Draft[]): string =>
    [...new Set(some.map(({ room }) => room))].join(", ");
  if (failed.length > 0) return `not sent last time, to ${toRooms(failed)}: /join shows it`;
  if (elsewhere.length > 0) return `sending what was not sent last time, to ${toRooms(elsewhere)}`;
  return undefined;
}

/** Moments are written as the person wants them, now and after each change. */
function applyTimes(preferences: Preferences): void {
  const apply = (): void => {
    const dates = preferences.get("dates");
    const locale = dates === "auto" ? localeOfDays(process.env) : dates;
    setTimeStyle({ clock: preferences.get("time"), ...(locale !== undefined && { locale }) });
  };
  apply();
  preferences.listen(apply);
}

function isScreen(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.env["TERM"] !== "dumb";
}
