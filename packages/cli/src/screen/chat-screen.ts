// The full-screen face: the state of the screen, and what the person's keys and commands do to it. Knows neither how
// it looks nor the terminal.

import type { ChatClientApi, ChatEvent } from "@chat/client";
import { ChatError, cleanMessage } from "@chat/protocol";

import type { Face } from "../slash/face.ts";
import { parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { emptyComposer, reduceComposer, type ComposerAction } from "./composer.ts";
import { FrameBuilder, type Panel, type RoomPane } from "./frame-builder.ts";
import type { InkFrame } from "./ink-frame.ts";
import { keyBindings, keyHelp, type ScreenWish } from "./key-bindings.ts";
import type { Input } from "./key-decoder.ts";
import { mentions } from "./log-rows.ts";
import { LogView } from "./log-view.ts";
import type { Frame } from "./painter.ts";
import { shareRows, type ScreenLayout } from "./screen-layout.ts";
import type { Tone } from "./words.ts";

/** What the screen asks of whoever runs it. */
export interface ScreenHost {
  /** Something changed that no snapshot tells: paint soon. */
  changed(): void;
  redraw(): void;
  suspend(): void;
  quit(): void;
  now(): number;
}

/** The full screen. */
export class ChatScreen implements Face {
  readonly client: ChatClientApi;
  readonly keys = keyHelp;
  readonly #host: ScreenHost;
  readonly #builder: FrameBuilder;
  readonly #panes = new Map<string, RoomPane>();
  #room: string;
  #panel: Panel | undefined;
  #said: { text: string; tone: Tone } | undefined;
  #columns = 80;
  #layout: ScreenLayout = shareRows(24, 1, 0);
  #atTop = false;
  /** Older messages could not be had: asked for again only when the person scrolls again. */
  #olderFailed = false;

  /** @param rooms joined already, at least one */
  constructor(
    client: ChatClientApi,
    rooms: readonly [string, ...string[]],
    ink: InkFrame,
    host: ScreenHost,
  ) {
    this.client = client;
    this.#builder = new FrameBuilder(ink);
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
    this.#columns = columns;
    const snapshot = this.client.getSnapshot();
    const state = {
      ...{ snapshot, room: this.#room, pane: this.#pane, panes: this.#panes },
      ...{ panel: this.#panel, said: this.#said, now: this.#host.now() },
    };
    const { frame, layout, log, panelFrom } = this.#builder.build(state, columns, rows);
    this.#layout = layout;
    this.#atTop = log.atTop;
    if (this.#panel) this.#panel = { ...this.#panel, from: panelFrom };
    if (log.atTop && !log.live && !this.#olderFailed) this.#wantOlder();
    return frame;
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
    this.#pane.view.scroll(room, rows, this.#columns, this.#layout.log);
    // Already at the oldest that is here: there may be older ones.
    if (rows < 0 && this.#atTop) this.#wantOlder();
  }

  #wantOlder(): void {
    if (this.client.getSnapshot().rooms.get(this.#room)?.older !== "maybe") return;
    this.#olderFailed = false;
    this.client.loadOlder(this.#room).catch((error: unknown) => {
      this.#olderFailed = true;
      this.say(error instanceof Error ? error.message : String(error), "bad");
    });
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
}
