// What keys ask of the screen, done. Knows neither which keys these are nor how it looks.

import { runSlashCommand } from "../slash/slash-commands.ts";
import type { ScreenWish } from "./key-actions.ts";
import type { Direction } from "./log-jumps.ts";
import type { ScreenParts } from "./screen-parts.ts";

/** The rows that a turn of the wheel moves by. */
const WHEEL_ROWS = 3;

/** Does what keys ask. */
export class ScreenWishes {
  readonly #parts: ScreenParts;
  /** The rows that the panel last had, its title counted in. */
  #panelHeight = 0;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
  }

  /** Takes note of how high the panel was shown, its title counted in. */
  shown(panelHeight: number): void {
    this.#panelHeight = panelHeight;
  }

  fulfil(wish: ScreenWish): void {
    if (typeof wish === "object") {
      const { rooms, host } = this.#parts;
      rooms.show(rooms.names[wish.room - 1]);
      return host.changed();
    }
    this.#wishes[wish]();
  }

  /** Takes away what lies over the log, and then goes to its end. */
  dismiss(): void {
    if (!this.#parts.notices.dismiss()) this.#toEnd();
  }

  readonly #wishes: Record<Extract<ScreenWish, string>, () => void> = {
    send: () => {
      this.#parts.notices.clear();
      this.#parts.input.send();
    },
    complete: () => this.#parts.completion.complete(1),
    "complete-back": () => this.#parts.completion.complete(-1),
    "search-history": () => this.#parts.input.search(),
    "edit-outside": () => void this.#editOutside(),
    interrupt: () => {
      if (this.#empty) this.#parts.face.quit();
      else this.#parts.input.edit({ type: "clear" });
    },
    "end-of-input": () => {
      if (this.#empty) this.#parts.face.quit();
      else this.#parts.input.edit({ type: "delete", to: "right", keep: false });
    },
    dismiss: () => this.dismiss(),
    "page-up": () => this.#scroll(-this.#page),
    "page-down": () => this.#scroll(this.#page),
    "line-up": () => this.#scroll(-1),
    "line-down": () => this.#scroll(1),
    "wheel-up": () => this.#scroll(-WHEEL_ROWS),
    "wheel-down": () => this.#scroll(WHEEL_ROWS),
    top: () => this.#scroll(-Infinity),
    bottom: () => this.#toEnd(),
    "first-unread": () => {
      if (!this.#parts.scroller.toFirstUnread()) this.#parts.face.say("all was read", "good");
    },
    "older-mention": () => void this.#toMention("older"),
    "newer-mention": () => void this.#toMention("newer"),
    "older-hit": () => this.#parts.face.say(this.#parts.jumps.hit("older"), "good"),
    "newer-hit": () => this.#parts.face.say(this.#parts.jumps.hit("newer"), "good"),
    "next-room": () => this.#toNeighbour(1),
    "previous-room": () => this.#toNeighbour(-1),
    "next-activity": () => {
      this.#parts.rooms.show(this.#parts.rooms.nextActivity());
      this.#parts.host.changed();
    },
    help: () => void runSlashCommand(this.#parts.face, "help", ""),
    redraw: () => this.#parts.host.redraw(),
    suspend: () => this.#parts.host.suspend(),
  };

  get #empty(): boolean {
    return this.#parts.input.composer.text === "";
  }

  /** Of an open panel its title is no part; otherwise one row stays in view, to read on from. */
  get #page(): number {
    const { notices, scroller } = this.#parts;
    return Math.max(1, (notices.panel ? this.#panelHeight : scroller.height) - 1);
  }

  #scroll(rows: number): void {
    const { notices, scroller, jumps } = this.#parts;
    if (notices.scroll(rows)) return;
    jumps.moved();
    scroller.scroll(rows);
  }

  #toEnd(): void {
    this.#parts.jumps.moved();
    this.#parts.scroller.toEnd();
  }

  #toNeighbour(step: number): void {
    this.#parts.rooms.show(this.#parts.rooms.neighbour(step));
    this.#parts.host.changed();
  }

  async #toMention(direction: Direction): Promise<void> {
    const { jumps, face, host } = this.#parts;
    try {
      const said = await jumps.mention(direction);
      if (said !== undefined) face.say(said, "good");
    } catch (error) {
      face.say(error instanceof Error ? error.message : String(error), "bad");
    }
    host.changed();
  }

  async #editOutside(): Promise<void> {
    const { input, host, face } = this.#parts;
    const { text } = input.composer;
    try {
      const written = await host.editOutside(text);
      input.edit({ type: "replace", from: 0, to: input.composer.text.length, text: written });
    } catch (error) {
      face.say(error instanceof Error ? error.message : String(error), "bad");
    }
    host.changed();
  }
}
