// The full-screen face: what keys, commands and events do to the state of the screen. The rooms, the log's scrolling
// and the input have files of their own. Knows neither how it looks nor the terminal.

import type { ChatClientApi, ChatEvent } from "@chat/client";

import type { Face } from "../slash/face.ts";
import { runSlashCommand } from "../slash/slash-commands.ts";
import type { FrameBuilder, ScreenState } from "./frame-builder.ts";
import type { InlineFooter } from "./inline-painter.ts";
import type { KeyAction, ScreenWish } from "./key-actions.ts";
import { createKeyBindings, toKeyHelp, type KeyBindings } from "./key-bindings.ts";
import type { Input } from "./key-decoder.ts";
import { LogScroller } from "./log-scroller.ts";
import type { Frame } from "./painter.ts";
import { ScreenInput } from "./screen-input.ts";
import { ScreenKeys } from "./screen-keys.ts";
import { ScreenNotices } from "./screen-notices.ts";
import { ScreenRooms } from "./screen-rooms.ts";

/** The rows that a turn of the wheel moves by. */
const WHEEL_ROWS = 3;

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
  readonly keys: readonly (readonly [string, string])[];
  readonly #host: ScreenHost;
  readonly #builder: FrameBuilder;
  readonly #rooms: ScreenRooms;
  readonly #scroller: LogScroller;
  readonly #input: ScreenInput;
  readonly #keys: ScreenKeys;
  readonly #notices = new ScreenNotices();
  /** The rows that the panel last had, its title counted in. */
  #panelHeight = 0;

  /** @param rooms joined already, at least one */
  constructor(
    client: ChatClientApi,
    rooms: readonly [string, ...string[]],
    builder: FrameBuilder,
    host: ScreenHost,
    bindings: KeyBindings = createKeyBindings(),
  ) {
    this.client = client;
    this.keys = toKeyHelp(bindings);
    this.#keys = new ScreenKeys(bindings);
    this.#builder = builder;
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
    if (input.type === "key") return this.#press(input.key);
    this.#keys.reset();
    if (input.type === "text") this.#input.insert(input.text);
    if (input.type === "paste") this.#input.insert(input.text.replace(/\r\n?/g, "\n"));
  }

  /** What the screen shows now, in a terminal of that size. */
  frame(columns: number, rows: number): Frame {
    const { frame, layout, log, panelFrom } = this.#builder.build(this.#state, columns, rows);
    this.#notices.shown(panelFrom);
    this.#panelHeight = layout.panel;
    this.#scroller.shown(log);
    return frame;
  }

  /** What stands below the lines in a terminal of that size, where there is no screen of one's own. */
  lower(columns: number, rows: number): InlineFooter {
    const lower = this.#builder.buildLower(this.#state, columns, rows);
    this.#notices.shown(lower.panelFrom);
    return { rows: lower.rows, cursor: lower.cursor };
  }

  get #state(): ScreenState {
    const { room, pane, panes } = this.#rooms;
    return {
      ...{ snapshot: this.client.getSnapshot(), room, pane, panes },
      ...{ panel: this.#notices.panel, said: this.#notices.said, now: this.#host.now() },
    };
  }

  // What slash commands ask for.

  show(title: string, lines: readonly string[]): void {
    this.#notices.show(title, lines);
    this.#host.changed();
  }

  say(text: string, tone: "good" | "bad"): void {
    this.#notices.say(text, tone);
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

  #press(key: string): void {
    const action = this.#keys.press(key);
    if (action === undefined) this.#takeUnbound(key);
    else if (action !== "begun") this.#do(action);
  }

  /** Alt and a letter that mean nothing are more likely Esc, quickly followed by that letter. */
  #takeUnbound(key: string): void {
    const character = /^alt-([^])$/u.exec(key)?.[1];
    if (character === undefined) return;
    this.#dismiss();
    this.#input.insert(character);
  }

  #do({ name, does }: KeyAction): void {
    if ("wish" in does) return this.#fulfil(does.wish);
    if (name === "end" && this.#input.text === "") this.#scroller.toEnd();
    this.#input.edit(does.edit);
  }

  #fulfil(wish: ScreenWish): void {
    if (typeof wish === "object") return this.#show(this.rooms[wish.room - 1]);
    switch (wish) {
      case "send":
        this.#notices.clear();
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
      case "wheel-up":
        return this.#scroll(-WHEEL_ROWS);
      case "wheel-down":
        return this.#scroll(WHEEL_ROWS);
      case "top":
        return this.#scroll(-Infinity);
      case "bottom":
        return this.#scroller.toEnd();
      case "next-room":
        return this.#show(this.#rooms.neighbour(1));
      case "previous-room":
        return this.#show(this.#rooms.neighbour(-1));
      case "next-activity":
        return this.#show(this.#rooms.nextActivity());
      case "help":
        return void runSlashCommand(this, "help", "");
      case "redraw":
        return this.#host.redraw();
      case "suspend":
        return this.#host.suspend();
    }
  }

  /** Of an open panel its title is no part; otherwise one row stays in view, to read on from. */
  get #page(): number {
    return Math.max(1, (this.#notices.panel ? this.#panelHeight : this.#scroller.height) - 1);
  }

  #dismiss(): void {
    if (!this.#notices.dismiss()) this.#scroller.toEnd();
  }

  #scroll(rows: number): void {
    if (!this.#notices.scroll(rows)) this.#scroller.scroll(rows);
  }

  #show(room: string | undefined): void {
    this.#rooms.show(room);
    this.#host.changed();
  }
}
