// `chat tail`: the backlog of rooms and then what is said, to standard output, until told to end.

import type { ChatClient, ChatEvent } from "@chat/client";
import { PAGE_MAX } from "@chat/protocol";

import { readDuration, readNumber, readRooms } from "../arguments.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { beforeInterrupt } from "../interrupt.ts";
import { openClient } from "../open-client.ts";
import { toEntryJson, toMessageJson } from "../output/json-line.ts";
import { toEntryLines, toMessageLines } from "../output/message-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import { readNewest } from "../room-pages.ts";
import { requireUser, type Settings } from "../settings.ts";
import { within } from "../within.ts";

/** The flags of `chat tail`. */
export interface TailFlags {
  number: string;
  follow: boolean;
  count?: string;
  timeout?: string;
  json?: boolean;
}

/** What `chat tail` prints, and how much of it. */
interface TailPlan {
  rooms: readonly string[];
  backlog: number;
  /** How many messages, endless where undefined. */
  count: number | undefined;
  json: boolean;
}

const COUNT_MAX = 1_000_000_000;

/** Runs `chat tail`. @throws ChatError, CommandError */
export async function tail(
  settings: Settings,
  roomTexts: readonly string[],
  flags: TailFlags,
): Promise<void> {
  const timeoutMs = readDuration("--timeout", flags.timeout);
  const plan: TailPlan = {
    rooms: readRooms(roomTexts),
    backlog: readNumber("-n", flags.number, 0, PAGE_MAX),
    count: flags.count === undefined ? undefined : readNumber("--count", flags.count, 1, COUNT_MAX),
    json: flags.json === true,
  };
  const work = flags.follow
    ? follow(settings, requireUser(settings), plan)
    : printBacklog(settings, plan);
  await within(timeoutMs, work);
}

/** Without following nothing has to be joined: plain requests do. */
async function printBacklog(settings: Settings, plan: TailPlan): Promise<void> {
  let left = plan.count ?? Infinity;
  for (const room of plan.rooms) {
    for (const message of await readNewest(settings, room, plan.backlog)) {
      if (left-- <= 0) return;
      const lines = plan.json ? [toMessageJson(message)] : toMessageLines(message);
      for (const line of lines) await printLine(line);
    }
  }
}

async function follow(settings: Settings, username: string, plan: TailPlan): Promise<void> {
  const client = await openClient(settings, username, { backlog: plan.backlog });
  beforeInterrupt(() => client.close());
  const printed = print(client, plan);
  try {
    // Both at once: a refused room ends the command, and so does the last message wanted.
    await Promise.race([printed, joinAll(client, plan.rooms).then(() => printed)]);
  } finally {
    await client.close();
  }
}

async function joinAll(client: ChatClient, rooms: readonly string[]): Promise<void> {
  for (const room of rooms) await client.join(room);
}

/** Prints entries one after the other, at the reader's pace; settles with the last one wanted. */
async function print(client: ChatClient, plan: TailPlan): Promise<void> {
  let left = plan.count ?? Infinity;
  let queue = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    client.listen((event) => {
      if (event.type === "refused")
        reject(new CommandError(ExitStatus.rejected, event.error.message));
      if (event.type === "connection") sayConnection(event);
      if (event.type !== "entry" || left <= 0) return;
      if (event.entry.type === "message") left -= 1;
      const last = left <= 0;
      for (const line of toLines(event, plan.json)) queue = queue.then(() => printLine(line));
      if (last) queue.then(resolve, reject);
      else queue.catch(reject);
    });
  });
}

function toLines(event: Extract<ChatEvent, { type: "entry" }>, json: boolean): string[] {
  if (json) return [toEntryJson(event.room, event.entry)];
  // Who comes and goes is for programs that ask for it; people tail what is said.
  const { type } = event.entry;
  return type === "message" || type === "gap" ? toEntryLines(event.room, event.entry) : [];
}

function sayConnection(event: Extract<ChatEvent, { type: "connection" }>): void {
  if (event.connection.status === "reconnecting") say("connection lost, trying again");
}
