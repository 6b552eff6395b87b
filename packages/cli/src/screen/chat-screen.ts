// The full-screen face: what keys, commands and events do to the state of the screen. Its parts have files of their own,
// see screen-parts.ts. Knows neither how it looks nor the terminal.

import type { ChatClientApi, ChatEvent, Entry, RoomSnapshot } from "@chat/client";
import type { Message } from "@chat/protocol";

import { toEntryLines, toMessageLines } from "../output/message-line.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Face } from "../slash/face.ts";
import type { FrameBuilder, ScreenState } from "./frame-builder.ts";
import type { InlineFooter } from "./inline-painter.ts";
import { noMemory, type InputMemory } from "./input-memory.ts";
import type { KeyAction } from "./key-actions.ts";
import { createKeyBindings, toKeyHelp } from "./key-bindings.ts";
import type { Input } from "./key-decoder.ts";
import type { Frame } from "./painter.ts";
import type { ScreenHost } from "./screen-host.ts";
import { ScreenKeys } from "./screen-keys.ts";
import { createScreenParts, type ScreenParts } from "./screen-parts.ts";
import { ScreenSignals } from "./screen-signals.ts";
import { ScreenWishes } from "./screen-wishes.ts";

/** Said until the first key, to those who have never seen this. */
const FIRST_HINT = "F1 or /help lists all commands and keys";

/** The full screen. */
export class ChatScreen implements Face {
  readonly client: ChatClientApi;
  readonly preferences: Preferences;
  readonly keys: readonly (readonly [string, string])[];
  readonly #builder: FrameBuilder;
  readonly #parts: ScreenParts;
  readonly #keys: ScreenKeys;
  readonly #wishes: ScreenWishes;
  readonly #signals: ScreenSignals;
  #hint = FIRST_HINT;

  /** @param rooms joined already, at least one */
  constructor(
    client: ChatClientApi,
    rooms: readonly [string, ...string[]],
    builder: FrameBuilder,
    host: ScreenHost,
    preferences: Preferences,
    memory: InputMemory = noMemory,
  ) {
    this.client = client;
    this.preferences = preferences;
    const bindings = createKeyBindings(preferences.keys);
    this.keys = toKeyHelp(bindings);
    this.#keys = new ScreenKeys(bindings);
    this.#builder = builder;
    this.#parts = createScreenParts(this, client, rooms, preferences, memory, host);
    this.#wishes = new ScreenWishes(this.#parts);
    this.#signals = new ScreenSignals(this.#parts, client, preferences, process.env);
  }

  get room(): string {
    return this.#parts.rooms.room;
  }

  get rooms(): readonly string[] {
    return this.#parts.rooms.names;
  }

  /** Takes note of an event of the client: unread counts and refusals. What is shown comes from the snapshot. */
  hear(event: ChatEvent): void {
    if (event.type === "refused") this.say(`${event.room}: ${event.error.message}`, "bad");
    if (event.type === "draft" && event.draft.state === "failed") {
      const where = event.draft.room === this.room ? "" : ` to ${event.draft.room}`;
      this.say(`not sent${where}: ${event.draft.error?.message ?? "refused"}`, "bad");
    }
    this.#parts.rooms.hear(event);
    this.#signals.hear(event);
  }

  /** Takes what the person did at the keyboard. */
  take(input: Input): void {
    // Whoever types is there, whatever the terminal told.
    this.#parts.rooms.focus(input.type !== "focus" || input.focused);
    if (input.type === "focus") return;
    this.#parts.notices.offer("");
    this.#hint = "";
    if (input.type === "key") return this.#press(input.key);
    this.#keys.reset();
    if (input.type === "text") this.#parts.input.insert(input.text);
    else this.#parts.input.paste(input.text);
  }

  /** What the screen shows now, in a terminal of that size. */
  frame(columns: number, rows: number): Frame {
    const { frame, layout, log, panelFrom } = this.#builder.build(this.#state(), columns, rows);
    this.#parts.notices.shown(panelFrom);
    this.#wishes.shown(layout.panel);
    this.#parts.scroller.shown(log);
    this.#signals.tellTitle();
    return frame;
  }

  /** What stands below the lines in a terminal of that size, where there is no screen of one's own. */
  lower(columns: number, rows: number): InlineFooter {
    const lower = this.#builder.buildLower(this.#state(), columns, rows);
    this.#parts.notices.shown(lower.panelFrom);
    this.#signals.tellTitle();
    return { rows: lower.rows, cursor: lower.cursor };
  }

  /** A room as it is shown: nothing of those who are ignored. */
  shown(room: RoomSnapshot): RoomSnapshot {
    return this.#parts.shown.of(room);
  }

  /** Whether an entry is not to be shown. */
  isHidden(entry: Entry): boolean {
    return this.#parts.shown.isHidden(entry);
  }

  // What slash commands ask for.

  show(title: string, lines: readonly string[]): void {
    this.#parts.notices.show(title, lines);
    this.#parts.host.changed();
  }

  say(text: string, tone: "good" | "bad"): void {
    this.#parts.notices.say(text, tone);
    this.#parts.host.changed();
  }

  async enter(room: string, password?: string): Promise<void> {
    const { rooms, host } = this.#parts;
    const options = password === undefined ? {} : { password };
    const out = this.client.getSnapshot().rooms.get(room)?.status === "refused";
    if (out && rooms.panes.has(room)) await this.client.join(room, options);
    if (!rooms.panes.has(room)) {
      rooms.add(room);
      rooms.show(room);
      host.changed();
      try {
        await this.client.join(room, options);
      } catch (error) {
        await this.leave(room);
        throw error;
      }
    }
    rooms.show(room);
    host.changed();
  }

  async leave(room: string): Promise<void> {
    if (!this.#parts.rooms.remove(room)) return this.quit();
    this.#parts.host.changed();
    await this.client.leave(room);
  }

  clear(): void {
    if (this.#parts.host.inline) return this.say("your terminal clears its lines itself", "good");
    const room = this.client.getSnapshot().rooms.get(this.room);
    if (room !== undefined) this.#parts.shown.clear(room);
    this.#wishes.fulfil("bottom");
    this.#parts.host.changed();
  }

  async older(): Promise<void> {
    if (this.#parts.host.inline) return await this.#showOlder();
    this.#wishes.fulfil("page-up");
    this.#parts.host.changed();
  }

  showHits(text: string, hits: readonly Message[]): void {
    if (!this.#parts.host.inline) return this.say(this.#parts.jumps.found(text, hits), "good");
    const lines = hits.flatMap((message) => toMessageLines(message));
    this.show(`"${text}": ${hits.length} found`, lines);
  }

  /** Ends the screen; with messages that cannot be sent only when asked for again. */
  quit(): void {
    this.#signals.leave();
  }

  /** The terminal was away: what it was told has to be told again. */
  resumed(): void {
    this.#signals.forgetTitle();
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.#signals.stop();
    this.#parts.rooms.close();
  }

  /** Lines that were written stay where they are: what is older is shown beside them. */
  async #showOlder(): Promise<void> {
    await this.client.loadOlder(this.room);
    const room = this.client.getSnapshot().rooms.get(this.room);
    const entries = room === undefined ? [] : this.shown(room).entries;
    const lines = entries.flatMap((entry) => toEntryLines(this.room, entry));
    this.show(`all of ${this.room} that is loaded`, lines);
  }

  #state(): ScreenState {
    const { rooms, notices, input, host, shown } = this.#parts;
    const { room, pane, panes } = rooms;
    const snapshot = this.client.getSnapshot();
    const { composer, prompt } = input.shown;
    return {
      snapshot: withRoom(snapshot, room, shown.of.bind(shown)),
      ...{ room, panes, pane: { ...pane, composer }, prompt },
      ...{ panel: notices.panel, said: notices.said, now: host.now(), hint: this.#hint },
    };
  }

  #press(key: string): void {
    const action = this.#keys.press(key);
    if (action === undefined) this.#takeUnbound(key);
    else if (action !== "begun" && !this.#parts.input.intercept(action.name)) this.#do(action);
  }

  /** Alt and a letter that mean nothing are more likely Esc, quickly followed by that letter. */
  #takeUnbound(key: string): void {
    const character = /^alt-([^])$/u.exec(key)?.[1];
    if (character === undefined) return;
    if (!this.#parts.input.intercept("dismiss")) this.#wishes.dismiss();
    this.#parts.input.insert(character);
  }

  #do({ name, does }: KeyAction): void {
    if ("wish" in does) return this.#wishes.fulfil(does.wish);
    if (name === "end" && this.#parts.input.composer.text === "") this.#wishes.fulfil("bottom");
    this.#parts.input.edit(does.edit);
  }
}

/** The snapshot with one room as it is shown. The same object where nothing is left out. */
function withRoom(
  snapshot: ReturnType<ChatClientApi["getSnapshot"]>,
  name: string,
  show: (room: RoomSnapshot) => RoomSnapshot,
): ReturnType<ChatClientApi["getSnapshot"]> {
  const room = snapshot.rooms.get(name);
  if (room === undefined) return snapshot;
  const shown = show(room);
  return shown === room
    ? snapshot
    : { ...snapshot, rooms: new Map(snapshot.rooms).set(name, shown) };
}
