// `chat join` line by line: append-only lines on standard output, standard input sent as messages. For pipes,
// `--plain`, dumb terminals and screen readers: no escape sequence, nothing is ever redrawn.

import type { ChatClient, ChatEvent, Sending } from "@chat/client";
import { hasVisibleText } from "@chat/protocol";

import { CommandError, ExitStatus, toExitStatus } from "../exit-status.ts";
import { toEntryLines } from "../output/message-line.ts";
import { printLine, say } from "../output/standard-output.ts";
import type { Face } from "../slash/face.ts";
import { parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { readInputLines } from "../standard-input.ts";

/** Standard input is read no faster than the outbox empties. */
const OUTBOX_MAX = 200;

/**
 * Runs plain mode until standard input ends, all rooms are left or output is closed.
 *
 * @returns the exit status: 0 where everything typed or piped in was stored
 * @throws ChatError where the server refuses a room
 */
export async function runPlain(client: ChatClient, rooms: readonly string[]): Promise<number> {
  const printer = new Printer(client);
  for (const room of rooms) await client.join(room);
  const face = new PlainFace(client, printer, [...rooms]);
  const outbox = new PendingMessages();
  const typed = process.stdin.isTTY;
  for await (const line of face.until(readInputLines(process.stdin))) {
    if (typed) await typeLine(face, outbox, line);
    else if (hasVisibleText(line)) outbox.add(() => client.send(face.room, line));
    await outbox.room(OUTBOX_MAX);
  }
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

/** Prints what happens, in order, at the reader's pace. */
class Printer {
  #queue = Promise.resolve();
  #lost = false;

  constructor(client: ChatClient) {
    client.listen((event) => this.#hear(event));
  }

  print(lines: readonly string[]): void {
    for (const line of lines) this.#queue = this.#queue.then(() => printLine(line));
  }

  async done(): Promise<void> {
    await this.#queue;
  }

  #hear(event: ChatEvent): void {
    if (event.type === "entry") this.print(toEntryLines(event.room, event.entry));
    if (event.type === "refused") say(event.error.message);
    if (event.type === "connection") this.#hearConnection(event.connection.status);
  }

  #hearConnection(status: string): void {
    if (status === "reconnecting" && !this.#lost) say("connection lost, trying again");
    if (status === "connected" && this.#lost) say("connected again");
    this.#lost = status === "reconnecting";
  }
}

/** Messages on their way, and whether one of them came to nothing. */
class PendingMessages {
  #pending = new Set<Promise<void>>();
  /** The exit status so far: that of the first failure. */
  status: number = ExitStatus.ok;

  add(send: () => Sending): void {
    let sending: Sending;
    try {
      sending = send();
    } catch (error) {
      this.#fail(error);
      return;
    }
    const settled = sending.stored.then(
      () => {},
      (error: unknown) => this.#fail(error),
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
  }

  /** Settles once fewer than `count` are on their way. */
  async room(count: number): Promise<void> {
    while (this.#pending.size >= count) await Promise.race(this.#pending);
  }

  #fail(error: unknown): void {
    say(error instanceof Error ? error.message : String(error));
    if (this.status === ExitStatus.ok) this.status = toExitStatus(error);
  }
}

/** Plain mode as slash commands see it. */
class PlainFace implements Face {
  readonly client: ChatClient;
  readonly keys = [];
  readonly #printer: Printer;
  readonly rooms: string[];
  #room: string;
  #end: () => void = () => {};
  readonly #ended: Promise<void>;

  constructor(client: ChatClient, printer: Printer, rooms: string[]) {
    this.client = client;
    this.#printer = printer;
    this.rooms = rooms;
    const [first] = rooms;
    if (first === undefined) throw new CommandError(ExitStatus.usage, "no room was named");
    this.#room = first;
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get room(): string {
    return this.#room;
  }

  /** The lines, until they end or somebody quits. */
  async *until(lines: AsyncGenerator<string>): AsyncGenerator<string> {
    for (;;) {
      const next = await Promise.race([lines.next(), this.#ended]);
      if (next === undefined || next.done === true) return;
      yield next.value;
    }
  }

  show(title: string, lines: readonly string[]): void {
    this.#printer.print([`-- ${title}`, ...lines.map((line) => `-- ${line}`)]);
  }

  say(line: string): void {
    say(line);
  }

  async enter(room: string): Promise<void> {
    if (!this.rooms.includes(room)) {
      await this.client.join(room);
      this.rooms.push(room);
    }
    this.#room = room;
    say(`what you type goes to ${room} now`);
  }

  async leave(room: string): Promise<void> {
    await this.client.leave(room);
    this.rooms.splice(this.rooms.indexOf(room), 1);
    const [next] = this.rooms;
    if (next === undefined) this.quit();
    else if (room === this.#room) await this.enter(next);
  }

  quit(): void {
    this.#end();
  }
}
