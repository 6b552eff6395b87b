// The full-screen face: what keys, commands and events do to the state of the screen. The rooms, the log's scrolling
// and the input have files of their own. Knows neither how it looks nor the terminal.

import type { ChatClientApi, ChatEvent } from "@chat/client";

import type { Face } from "../slash/face.ts";
import { FrameBuilder, type Panel } from "./frame-builder.ts";
import type { InkFrame } from "./ink-frame.ts";
import { keyBindings, keyHelp, type ScreenWish } from "./key-bindings.ts";
import type { Input } from "./key-decoder.ts";
import { LogScroller } from "./log-scroller.ts";
import type { Frame } from "./painter.ts";
import { ScreenInput } from "./screen-input.ts";
import { ScreenRooms } from "./screen-rooms.ts";
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
  readonly #rooms: ScreenRooms;
  readonly #scroller: LogScroller;
  readonly #input: ScreenInput;
  #panel: Panel | undefined;
  /** The rows that the panel last had, its title counted in. */
  #panelHeight = 0;
  #said: { text: string; tone: Tone } | undefined;

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
    this.#rooms = new ScreenRooms(client, rooms);
    this.#scroller = new LogScroller(client, this.#rooms, (why) => this.say(why, "bad"));
    this.#input = new ScreenInput(this, this.#rooms);
  }

  get room(): string {
    return this.#rooms.room;
  }

  get rooms(): readonly string[] {
    return this.#rooms.names;
  }

  /** Takes note of an event of the client: unread counts and refusals. What is shown comes from the snapshot. */
  hear(event: ChatEvent): void {
    if (event.type === "refused") this.say(`${event.room}: ${event.error.message}`, "bad");
    if (event.type === "draft" && event.draft.state === "failed") {
      this.say(`not sent: ${event.draft.error?.message ?? "refused"}`, "bad");
    }
    this.#rooms.hear(event);
  }

  /** Takes what the person did at the keyboard. */
  take(input: Input): void {
    if (input.type === "text") return this.#input.insert(input.text);
    if (input.type === "paste") return this.#input.insert(input.text.replace(/\r\n?/g, "\n"));
    const room = /^alt-([1-9])$/.exec(input.key);
    if (room) return this.#show(this.rooms[Number(room[1]) - 1]);
    const binding = keyBindings.get(input.key);
    if (binding === undefined) return this.#takeUnbound(input.key);
    if (typeof binding === "string") return this.#fulfil(binding);
    if (input.key === "end" && this.#input.text === "") this.#scroller.toEnd();
    this.#input.edit(binding);
  }

  /** What the screen shows now, in a terminal of that size. */
  frame(columns: number, rows: number): Frame {
    const { room, pane, panes } = this.#rooms;
    const state = {
      ...{ snapshot: this.client.getSnapshot(), room, pane, panes },
      ...{ panel: this.#panel, said: this.#said, now: this.#host.now() },
    };
    const { frame, layout, log, panelFrom } = this.#builder.build(state, columns, rows);
    if (this.#panel) this.#panel = { ...this.#panel, from: panelFrom };
    this.#panelHeight = layout.panel;
    this.#scroller.shown(log, columns, layout.log);
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
    if (!this.#rooms.panes.has(room)) {
      this.#rooms.add(room);
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
    if (!this.#rooms.remove(room)) return this.quit();
    this.#host.changed();
    await this.client.leave(room);
  }

  quit(): void {
    this.#host.quit();
  }

  /** Alt and a letter that mean nothing are more likely Esc, quickly followed by that letter. */
  #takeUnbound(key: string): void {
    const character = /^alt-([^])$/u.exec(key)?.[1];
    if (character === undefined) return;
    this.#dismiss();
    this.#input.insert(character);
  }

  #fulfil(wish: ScreenWish): void {
    switch (wish) {
      case "send":
        this.#said = undefined;
        this.#panel = undefined;
        return this.#input.send();
      case "interrupt":
        return this.#input.text === "" ? this.quit() : this.#input.edit({ type: "clear" });
      case "end-of-input":
        return this.#input.text === ""
          ? this.quit()
          : this.#input.edit({ type: "delete", to: "right", keep: false });
      case "dismiss":
        return this.#dismiss();
      case "page-up":
        return this.#scroll(-this.#page);
      case "page-down":
        return this.#scroll(this.#page);
      case "line-up":
        return this.#scroll(-1);
      case "line-down":
        return this.#scroll(1);
      case "top":
        return this.#scroll(-Infinity);
      case "bottom":
        return this.#scroller.toEnd();
      case "next-room":
        return this.#show(this.#rooms.neighbour(1));
      case "previous-room":
        return this.#show(this.#rooms.neighbour(-1));
      case "redraw":
        return this.#host.redraw();
      case "suspend":
        return this.#host.suspend();
    }
  }

  /** Of an open panel its title is no part; otherwise one row stays in view, to read on from. */
  get #page(): number {
    return Math.max(1, (this.#panel ? this.#panelHeight : this.#scroller.height) - 1);
  }

  #dismiss(): void {
    if (this.#panel !== undefined) this.#panel = undefined;
    else if (this.#said !== undefined) this.#said = undefined;
    else this.#scroller.toEnd();
  }

  #scroll(rows: number): void {
    if (this.#panel === undefined) return this.#scroller.scroll(rows);
    this.#panel = { ...this.#panel, from: Math.max(0, this.#panel.from + rows) };
  }

  #show(room: string | undefined): void {
    this.#rooms.show(room);
    this.#host.changed();
  }
}
