// The full-screen face: what the person sees of each room, and what their keys do to it. Puts log, footer and input
// together into frames; knows neither bytes nor the terminal.

import { createElement } from "react";

import type { ChatClientApi, ChatEvent, RoomSnapshot } from "@chat/client";
import { ChatError, cleanForTerminal, cleanMessage } from "@chat/protocol";
import chalk from "chalk";

import { textWidth, truncate } from "../output/text-width.ts";
import { wrap } from "../output/wrap.ts";
import type { Face } from "../slash/face.ts";
import { parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { emptyComposer, reduceComposer, type Composer, type ComposerAction } from "./composer.ts";
import { layOutComposer } from "./composer-layout.ts";
import { Footer, type RoomTab } from "./footer.tsx";
import type { InkFrame } from "./ink-frame.ts";
import { keyBindings, keyHelp, type ScreenWish } from "./key-bindings.ts";
import type { Input } from "./key-decoder.ts";
import { mentions } from "./log-rows.ts";
import { LogView, type LogWindow } from "./log-view.ts";
import type { Frame } from "./painter.ts";
import { shareRows, type ScreenLayout } from "./screen-layout.ts";
import { connectionWords, titleWords, typingWords, type Tone } from "./words.ts";

/** What the screen asks of whoever runs it. */
export interface ScreenHost {
  /** Something changed that no snapshot tells: paint soon. */
  changed(): void;
  redraw(): void;
  suspend(): void;
  quit(): void;
  now(): number;
}

/** What the screen keeps of a room in which one is. */
interface RoomPane {
  view: LogView;
  composer: Composer;
  unread: number;
  mentioned: boolean;
}

/** Half a status line of fewer cells has no room for words. */
const SIGN_ALONE_BELOW = 20;

interface Panel {
  title: string;
  lines: readonly string[];
  /** The first row in view. */
  from: number;
}

/** The full screen. */
export class ChatScreen implements Face {
  readonly client: ChatClientApi;
  readonly keys = keyHelp;
  readonly #host: ScreenHost;
  readonly #ink: InkFrame;
  readonly #panes = new Map<string, RoomPane>();
  #room: string;
  #panel: Panel | undefined;
  #said: { text: string; tone: Tone } | undefined;
  #size = { columns: 80, rows: 24 };
  #layout: ScreenLayout = shareRows(24, 1, 0);
  #atTop = false;

  /** @param rooms joined already, at least one */
  constructor(
    client: ChatClientApi,
    rooms: readonly [string, ...string[]],
    ink: InkFrame,
    host: ScreenHost,
  ) {
    this.client = client;
    this.#ink = ink;
    this.#host = host;
    this.#room = rooms[0];
    for (const room of rooms) this.#panes.set(room, this.#createPane());
  }

  get room(): string {
    return this.#room;
  }

  get rooms(): readonly string[] {
    return [...this.#panes.keys()];
  }

  /** Takes note of an event of the client: unread counts and refusals. What is shown comes from the snapshot. */
  hear(event: ChatEvent): void {
    if (event.type === "refused") this.say(`${event.room}: ${event.error.message}`, "bad");
    if (event.type === "draft" && event.draft.state === "failed") {
      this.say(`not sent: ${event.draft.error?.message ?? "refused"}`, "bad");
    }
    if (event.type !== "entry" || event.backlog || event.entry.type !== "message") return;
    const pane = this.#panes.get(event.room);
    if (pane === undefined || event.room === this.#room) return;
    const { username, message } = event.entry.message;
    if (username === this.#username) return;
    pane.unread += 1;
    pane.mentioned ||= mentions(message, this.#username);
  }

  /** Takes what the person did at the keyboard. */
  take(input: Input): void {
    if (input.type === "text")
      return this.#edit({ type: "insert", text: cleanMessage(input.text) });
    if (input.type === "paste") {
      return this.#edit({ type: "insert", text: cleanMessage(input.text.replace(/\r\n?/g, "\n")) });
    }
    const room = /^alt-([1-9])$/.exec(input.key);
    if (room) return this.#show(this.rooms[Number(room[1]) - 1]);
    const binding = keyBindings.get(input.key);
    if (binding === undefined) return this.#takeUnbound(input.key);
    if (typeof binding === "string") return this.#fulfil(binding);
    if (input.key === "end" && this.#pane.composer.text === "") this.#pane.view.toEnd();
    this.#edit(binding);
  }

  /** What the screen shows now, in a terminal of that size. */
  frame(columns: number, rows: number): Frame {
    this.#size = { columns, rows };
    const snapshot = this.client.getSnapshot();
    const room = snapshot.rooms.get(this.#room) ?? emptyRoom(this.#room);
    const pane = this.#pane;
    const prompt = toPrompt(this.#room, this.#username, columns);
    const { text, cursor } = pane.composer;
    const layOut = (maxRows: number) =>
      layOutComposer(text, cursor, prompt.length, columns, maxRows);
    const panelLines = this.#panelLines(columns);
    const layout = shareRows(
      rows,
      layOut(rows).rows.length,
      panelLines === undefined ? 0 : panelLines.length + 1,
    );
    this.#layout = layout;
    const input = layOut(layout.input);
    const log = pane.view.look(room, columns, layout.log);
    this.#atTop = log.atTop;
    this.#wantOlder(room, log);
    const footer = this.#ink.render(
      createElement(Footer, {
        columns,
        panel:
          layout.panel === 0 ? undefined : this.#panelInView(panelLines ?? [], layout.panel - 1),
        activity: layout.activity === 0 ? undefined : this.#activity(room),
        status: layout.status === 0 ? undefined : this.#status(log, columns),
        prompt,
        input: input.rows,
        inputFromStart: input.fromStart,
      }),
      columns,
    );
    const title = layout.title === 0 ? [] : [toTitle(room, columns)];
    const all = [...title, ...log.rows, ...footer].slice(0, rows);
    const inputTop = rows - input.rows.length;
    return {
      rows: [...all, ...Array.from({ length: rows - all.length }, () => "")],
      cursor: {
        row: Math.max(0, inputTop + input.cursorRow),
        column: Math.min(columns - 1, input.cursorColumn),
      },
      log: { from: title.length, to: title.length + log.rows.length },
    };
  }

  // What slash commands ask for.

  show(title: string, lines: readonly string[]): void {
    this.#panel = { title: `${title} (Esc closes)`, lines, from: 0 };
    this.#host.changed();
  }

  say(text: string, tone: "good" | "bad"): void {
    this.#said = { text, tone };
    this.#host.changed();
  }

  async enter(room: string): Promise<void> {
    if (!this.#panes.has(room)) {
      this.#panes.set(room, this.#createPane());
      this.#show(room);
      try {
        await this.client.join(room);
      } catch (error) {
        await this.leave(room);
        throw error;
      }
    }
    this.#show(room);
  }

  async leave(room: string): Promise<void> {
    this.client.setTyping(room, false);
    const place = this.rooms.indexOf(room);
    const next = this.rooms[place + 1] ?? this.rooms[place - 1];
    if (next === undefined) return this.quit();
    if (room === this.#room) this.#show(next);
    this.#panes.delete(room);
    await this.client.leave(room);
  }

  quit(): void {
    this.#host.quit();
  }

  get #pane(): RoomPane {
    const pane = this.#panes.get(this.#room);
    if (pane === undefined) throw new Error(`no pane for ${this.#room}`);
    return pane;
  }

  get #username(): string {
    return this.client.getSnapshot().username;
  }

  #createPane(): RoomPane {
    return {
      view: new LogView(this.client.getSnapshot().username),
      composer: emptyComposer,
      unread: 0,
      mentioned: false,
    };
  }

  #edit(action: ComposerAction): void {
    const pane = this.#pane;
    pane.composer = reduceComposer(pane.composer, action);
    const { text } = pane.composer;
    // Commands are nobody's business until they are run.
    this.client.setTyping(this.#room, text !== "" && parseTypedLine(text).type === "message");
  }

  /** Alt and a letter that mean nothing are more likely Esc, quickly followed by that letter. */
  #takeUnbound(key: string): void {
    const character = /^alt-([^])$/u.exec(key)?.[1];
    if (character === undefined) return;
    this.#dismiss();
    this.#edit({ type: "insert", text: cleanMessage(character) });
  }

  #fulfil(wish: ScreenWish): void {
    // Of an open panel its title is no part; otherwise one row stays in view, to read on from.
    const page = Math.max(1, (this.#panel ? this.#layout.panel : this.#layout.log) - 1);
    switch (wish) {
      case "send":
        return this.#send();
      case "interrupt":
        return this.#pane.composer.text === "" ? this.quit() : this.#edit({ type: "clear" });
      case "end-of-input":
        return this.#pane.composer.text === ""
          ? this.quit()
          : this.#edit({ type: "delete", to: "right", keep: false });
      case "dismiss":
        return this.#dismiss();
      case "page-up":
        return this.#scroll(-page);
      case "page-down":
        return this.#scroll(page);
      case "line-up":
        return this.#scroll(-1);
      case "line-down":
        return this.#scroll(1);
      case "top":
        return this.#scroll(-Infinity);
      case "bottom":
        return this.#pane.view.toEnd();
      case "next-room":
        return this.#show(this.#neighbour(1));
      case "previous-room":
        return this.#show(this.#neighbour(-1));
      case "redraw":
        return this.#host.redraw();
      case "suspend":
        return this.#host.suspend();
    }
  }

  #send(): void {
    const { text } = this.#pane.composer;
    const wish = parseTypedLine(text);
    this.#said = undefined;
    this.#panel = undefined;
    if (wish.type === "nothing") return this.#edit({ type: "clear" });
    if (wish.type === "command") {
      this.#edit({ type: "sent" });
      void runSlashCommand(this, wish.name, wish.argument);
      return;
    }
    try {
      // A refusal for good is heard as an event; here it needs no second ear.
      this.client.send(this.#room, wish.text).stored.catch(() => {});
    } catch (error) {
      // The text stays where it is: nothing typed is ever lost.
      return this.say(error instanceof ChatError ? error.message : String(error), "bad");
    }
    this.#edit({ type: "sent" });
    this.#pane.view.toEnd();
  }

  #dismiss(): void {
    if (this.#panel !== undefined) this.#panel = undefined;
    else if (this.#said !== undefined) this.#said = undefined;
    else this.#pane.view.toEnd();
  }

  #scroll(rows: number): void {
    if (this.#panel !== undefined) {
      this.#panel = { ...this.#panel, from: Math.max(0, this.#panel.from + rows) };
      return;
    }
    const room = this.client.getSnapshot().rooms.get(this.#room);
    if (room === undefined) return;
    this.#pane.view.scroll(room, rows, this.#size.columns, this.#layout.log);
    // Already at the oldest that is here: there may be older ones.
    if (rows < 0 && this.#atTop && room.older === "maybe") this.#loadOlder();
  }

  #wantOlder(room: RoomSnapshot, log: LogWindow): void {
    if (log.atTop && !log.live && room.older === "maybe") this.#loadOlder();
  }

  #loadOlder(): void {
    this.client
      .loadOlder(this.#room)
      .catch((error: unknown) =>
        this.say(error instanceof Error ? error.message : String(error), "bad"),
      );
  }

  #show(room: string | undefined): void {
    if (room === undefined) return;
    const pane = this.#panes.get(room);
    if (pane === undefined) return;
    if (room !== this.#room) this.client.setTyping(this.#room, false);
    this.#room = room;
    pane.unread = 0;
    pane.mentioned = false;
    this.#host.changed();
  }

  #neighbour(step: number): string | undefined {
    const { rooms } = this;
    return rooms[(rooms.indexOf(this.#room) + step + rooms.length) % rooms.length];
  }

  #panelLines(columns: number): string[] | undefined {
    return this.#panel?.lines.flatMap((line) => wrap(cleanForTerminal(line), columns - 1));
  }

  #panelInView(lines: readonly string[], height: number): { title: string; rows: string[] } {
    const panel = this.#panel ?? { title: "", lines: [], from: 0 };
    const from = Math.max(0, Math.min(panel.from, lines.length - height));
    if (from !== panel.from) this.#panel = { ...panel, from };
    const more = lines.length - from - height;
    const title = more > 0 ? `${panel.title}, ${more} more: PgDn` : panel.title;
    return { title, rows: lines.slice(from, from + height) };
  }

  #activity(room: RoomSnapshot): { text: string; tone: Tone | "dim" } {
    if (this.#said !== undefined) {
      const { text, tone } = this.#said;
      return { text: cleanForTerminal(text).replaceAll("\n", " "), tone };
    }
    return { text: typingWords(room.typing), tone: "dim" };
  }

  #status(
    log: LogWindow,
    columns: number,
  ): { tabs: RoomTab[]; hint: string; connection: { text: string; tone: Tone } } {
    const tabs = [...this.#panes].map(([name, { unread, mentioned }]) => ({
      ...{ name, unread, mentioned },
      active: name === this.#room,
    }));
    const words = connectionWords(this.client.getSnapshot().connection, this.#host.now());
    const key = this.#pane.composer.text === "" ? "End" : "Alt-End";
    const hint = log.live ? "" : `↓ ${log.newer > 0 ? `${log.newer} new` : "newer"} (${key})`;
    // Where it is tight the sign alone says that all is well; what is not gets half the row.
    const room = Math.max(1, Math.floor((columns - textWidth(hint)) / 2));
    const text =
      words.tone === "good" && room < SIGN_ALONE_BELOW
        ? words.text.slice(0, 1)
        : truncate(words.text, room);
    return { tabs, hint, connection: { ...words, text } };
  }
}

/** What stands in front of the input; little where there is little room. */
function toPrompt(room: string, username: string, columns: number): string {
  const prompt = `[${room}] ${username}> `;
  return textWidth(prompt) === prompt.length && prompt.length * 3 <= columns ? prompt : "> ";
}

function toTitle(room: RoomSnapshot, columns: number): string {
  const { name, here } = titleWords(room);
  const names = room.members.map(cleanForTerminal).join(" ");
  const left = truncate(` ${name} │ ${names}`, Math.max(0, columns - here.length - 3));
  const gap = Math.max(1, columns - textWidth(left) - here.length - 1);
  return chalk.inverse(truncate(`${left}${" ".repeat(gap)}${here} `, columns));
}

/** What stands for a room until the client has it. */
function emptyRoom(room: string): RoomSnapshot {
  return {
    ...{ room, status: "joining", entries: [], drafts: [], members: [], typing: [] },
    ...{ lastId: 0, older: "maybe" },
  };
}
