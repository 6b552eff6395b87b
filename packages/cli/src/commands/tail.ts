// `chat tail`: the backlog of rooms and then what is said, to standard output, until told to end.

import type { ChatClient, ChatEvent } from "@chat/client";
import { ChatError, PAGE_MAX, type Message } from "@chat/protocol";

import { readDuration, readNumber, readPattern, readRooms } from "../arguments.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { beforeInterrupt } from "../interrupt.ts";
import { openClient } from "../open-client.ts";
import { printLine, say } from "../output/standard-output.ts";
import { readNewest } from "../room-pages.ts";
import { requireUser, type Settings } from "../settings.ts";
import { CursorFile } from "../tail/cursor-file.ts";
import { execMessage, splitWords } from "../tail/exec-message.ts";
import { readFormat } from "../tail/message-format.ts";
import { readSince, readSincePoint, type Since } from "../tail/start-point.ts";
import { loadTailLines, type Notice, type TailLines } from "../tail/tail-lines.ts";
import { within } from "../within.ts";

/** The flags of `chat tail`. */
export interface TailFlags {
  number?: string;
  follow: boolean;
  since?: string;
  match?: string;
  ignoreCase?: boolean;
  count?: string;
  timeout?: string;
  json?: boolean;
  format?: string;
  cursor?: string;
  exec?: string;
}

/** What `chat tail` prints, how much of it, and what else it does. */
interface TailPlan {
  rooms: readonly string[];
  backlog: number;
  since: Since | undefined;
  pattern: RegExp | undefined;
  /** How many messages, endless where undefined. */
  count: number | undefined;
  lines: TailLines;
  cursor: CursorFile | undefined;
  exec: [string, ...string[]] | undefined;
  /** Whose messages are not handed to `exec`: a bot that answers itself never ends. */
  self: string | undefined;
}

const COUNT_MAX = 1_000_000_000;
/** More messages than any server keeps of a room. */
const BACKLOG_MAX = 1_000_000;

/** Runs `chat tail`. @throws ChatError, CommandError */
export async function tail(
  settings: Settings,
  roomTexts: readonly string[],
  flags: TailFlags,
): Promise<void> {
  const timeoutMs = readDuration("--timeout", flags.timeout);
  const plan = await toPlan(settings, roomTexts, flags);
  const work = flags.follow
    ? follow(settings, requireUser(settings), plan)
    : printBacklog(settings, plan);
  await within(timeoutMs, work);
}

async function toPlan(
  settings: Settings,
  roomTexts: readonly string[],
  flags: TailFlags,
): Promise<TailPlan> {
  const json = flags.json === true;
  const format = flags.format === undefined ? undefined : readFormat(flags.format);
  if (json && format)
    throw new CommandError(ExitStatus.usage, "--json and --format exclude each other");
  // What was said before a bot came is none of its business, unless it asks for it.
  const backlog = flags.number ?? (flags.exec === undefined ? "10" : "0");
  const rooms = readRooms(roomTexts);
  return {
    rooms,
    backlog: readNumber("-n", backlog, 0, BACKLOG_MAX),
    since: readSince(flags.since),
    pattern: readPattern("--match", flags.match, flags.ignoreCase),
    count: flags.count === undefined ? undefined : readNumber("--count", flags.count, 1, COUNT_MAX),
    lines: await loadTailLines({ json, format, rooms }),
    cursor: flags.cursor === undefined ? undefined : new CursorFile(flags.cursor),
    exec: flags.exec === undefined ? undefined : splitWords(flags.exec),
    self: settings.user,
  };
}

/** Where a room begins: at the cursor, else at `--since`, else with so much of the backlog. */
function toStart(plan: TailPlan, room: string): Since | undefined {
  const id = plan.cursor?.get(room);
  if (id !== undefined) return { type: "id", id };
  // More than a server sends to who joins has to be asked for.
  return plan.backlog > PAGE_MAX
    ? (plan.since ?? { type: "newest", count: plan.backlog })
    : plan.since;
}

/** Without following nothing has to be joined: plain requests do. */
async function printBacklog(settings: Settings, plan: TailPlan): Promise<void> {
  const desk = new Desk(plan);
  for (const room of plan.rooms) {
    const start = toStart(plan, room);
    const { messages, gap } = start
      ? await readSincePoint(settings, room, start)
      : { messages: await readNewest(settings, room, plan.backlog), gap: undefined };
    if (gap) await desk.takeNotice(room, { type: "gap", key: "gap", ...gap });
    for (const message of messages) {
      if (await desk.take(message)) return;
    }
  }
}

async function follow(settings: Settings, username: string, plan: TailPlan): Promise<void> {
  const client = await openClient(settings, username, {
    backlog: Math.min(plan.backlog, PAGE_MAX),
  });
  beforeInterrupt(() => client.close());
  const printed = print(client, plan);
  try {
    // Both at once: a refused room ends the command, and so does the last message wanted.
    await Promise.race([printed, joinAll(settings, client, plan).then(() => printed)]);
  } finally {
    await client.close();
  }
}

async function joinAll(settings: Settings, client: ChatClient, plan: TailPlan): Promise<void> {
  for (const room of plan.rooms) {
    const start = toStart(plan, room);
    if (start === undefined) await client.join(room);
    else if (start.type === "id") await client.join(room, { after: start.id });
    else await client.join(room, { after: (await readSincePoint(settings, room, start)).after });
  }
}

/** Deals with entries one after the other, at the reader's pace; settles with the last one wanted. */
async function print(client: ChatClient, plan: TailPlan): Promise<void> {
  const desk = new Desk(plan);
  const sayConnection = createConnectionVoice();
  let queue = Promise.resolve(false);
  await new Promise<void>((resolve, reject) => {
    client.listen((event) => {
      if (event.type === "refused") reject(new ChatError(event.error.code, event.error.message));
      if (event.type === "connection") sayConnection(event);
      if (event.type !== "entry") return;
      queue = queue.then(async (ended) => ended || (await desk.takeEntry(event)));
      queue.then((ended) => {
        if (ended) resolve();
      }, reject);
    });
  });
}

/** Deals with one message after the other: prints it, runs `--exec`, and only then moves the cursor. */
class Desk {
  readonly #plan: TailPlan;
  #left: number;

  constructor(plan: TailPlan) {
    this.#plan = plan;
    this.#left = plan.count ?? Infinity;
  }

  /** Deals with an entry; true once no more are wanted. */
  async takeEntry({ room, entry }: Extract<ChatEvent, { type: "entry" }>): Promise<boolean> {
    if (entry.type === "message") return await this.take(entry.message);
    await this.takeNotice(room, entry);
    return false;
  }

  /** Deals with what is no message. */
  async takeNotice(room: string, notice: Notice): Promise<void> {
    for (const line of this.#plan.lines.notice(room, notice)) await printLine(line);
  }

  /** Deals with a message; true once no more are wanted. @throws CommandError */
  async take(message: Message): Promise<boolean> {
    const { pattern, lines, cursor } = this.#plan;
    if (pattern === undefined || pattern.test(message.message)) {
      this.#left -= 1;
      for (const line of lines.message(message)) await printLine(line);
      await this.#exec(message);
    }
    cursor?.advance(message.room, message.id);
    return this.#left <= 0;
  }

  async #exec(message: Message): Promise<void> {
    const { exec, self, cursor } = this.#plan;
    if (exec === undefined || message.username === self) return;
    const status = await execMessage(exec, message);
    if (status === 0) return;
    const what = `--exec ended with status ${status} for message ${message.id}`;
    // The next run begins with this message again.
    if (cursor) throw new CommandError(ExitStatus.failure, `${what}; the cursor stays before it`);
    say(what);
  }
}

/** Says that the connection is lost, once, and that it is back. */
function createConnectionVoice(): (event: Extract<ChatEvent, { type: "connection" }>) => void {
  let lost = false;
  return ({ connection }) => {
    if (connection.status === "reconnecting" && !lost) say("connection lost, trying again");
    if (connection.status === "connected" && lost) say("connected again");
    if (connection.status === "reconnecting") lost = true;
    if (connection.status === "connected") lost = false;
  };
}
