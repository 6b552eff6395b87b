// `chat join` line by line: append-only lines on standard output, standard input sent as messages. For pipes,
// `--plain`, dumb terminals and screen readers: no escape sequence, nothing is ever redrawn.

import type { ChatClient } from "@chat/client";
import { hasVisibleText } from "@chat/protocol";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { say } from "../output/standard-output.ts";
import type { Preferences } from "../preferences/preferences.ts";
import { enterRoom } from "../room-password/enter-room.ts";
import { parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { readInputLines } from "../standard-input.ts";
import { PendingMessages } from "./pending-messages.ts";
import { PlainFace } from "./plain-face.ts";
import { Printer } from "./printer.ts";

/** Standard input is read no faster than the outbox empties. */
const OUTBOX_MAX = 200;

/**
 * Runs plain mode until standard input ends, all rooms are left or output is closed.
 *
 * @returns the exit status: 0 where everything typed or piped in was stored
 * @throws ChatError where the server refuses a room
 */
export async function runPlain(
  client: ChatClient,
  rooms: readonly string[],
  preferences: Preferences,
): Promise<number> {
  const [first, ...others] = rooms;
  if (first === undefined) throw new CommandError(ExitStatus.usage, "no room was named");
  const printer = new Printer(client, preferences);
  for (const room of rooms) await enterRoom(client, room);
  const face = new PlainFace(client, preferences, printer, [first, ...others]);
  const outbox = new PendingMessages();
  const typed = process.stdin.isTTY;
  for await (const line of face.until(readInputLines(process.stdin))) {
    if (typed) await typeLine(face, outbox, line);
    else if (hasVisibleText(line)) outbox.add(() => client.send(face.room, line));
    await outbox.room(OUTBOX_MAX);
  }
  if (typed && outbox.waiting)
    say("waiting until all is sent; Ctrl-C leaves, what is left is kept");
  await outbox.room(1);
  for (const room of [...face.rooms]) await client.leave(room);
  await printer.done();
  return outbox.status;
}

/** At a terminal a slash begins a command; in a pipe a line is a line, whatever it begins with. */
async function typeLine(face: PlainFace, outbox: PendingMessages, line: string): Promise<void> {
  const wish = parseTypedLine(line);
  if (wish.type === "command") await runSlashCommand(face, wish.name, wish.argument);
  if (wish.type === "message") outbox.add(() => face.client.send(face.room, wish.text));
}
