// What is being typed into the room in view: its editing, looking through what was sent, pastes on their way in, and
// its way out as a message or a command. Knows neither keys nor how it looks.

import { ChatError, cleanMessage } from "@chat/protocol";

import { toCodeBlock } from "../code-block.ts";
import type { Face } from "../slash/face.ts";
import { holdsPassword, parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { reduceComposer, type Composer, type ComposerAction } from "./composer.ts";
import { emptySearch, lookFor, lookOlder, type HistorySearch } from "./history-search.ts";
import type { InputMemory } from "./input-memory.ts";
import { needsLook, toPastedText, toPastePanel } from "./paste-preview.ts";
import type { ScreenNotices } from "./screen-notices.ts";
import type { ScreenRooms } from "./screen-rooms.ts";
import { findPlace } from "./text-places.ts";

/** What stands in front of the input while somebody looks through what was sent. */
const SEARCH_PROMPT = "look for> ";

/** The input of a screen. */
export class ScreenInput {
  readonly #face: Face;
  readonly #rooms: ScreenRooms;
  readonly #notices: ScreenNotices;
  readonly #memory: InputMemory;
  #search: HistorySearch | undefined;
  /** A paste that waits for the person's word. */
  #pasted: string | undefined;
  /** What was cut, for all rooms together. */
  #cuts: readonly string[] = [];

  /** @param face whom the commands are for */
  constructor(face: Face, rooms: ScreenRooms, notices: ScreenNotices, memory: InputMemory) {
    this.#face = face;
    this.#rooms = rooms;
    this.#notices = notices;
    this.#memory = memory;
  }

  /** What is being typed. */
  get composer(): Composer {
    return this.#rooms.pane.composer;
  }

  /** What stands in the input's rows, which is not what is being typed while one looks for something. */
  get shown(): { composer: Composer; prompt?: string } {
    const { composer } = this;
    if (this.#search === undefined) return { composer };
    const { query, at } = this.#search;
    const nothing = query === "" ? "what you sent before, a part of it is enough" : "nothing found";
    const text = `${query}\n${composer.history[at] ?? `(${nothing})`}`;
    return { composer: { ...composer, text, cursor: query.length }, prompt: SEARCH_PROMPT };
  }

  /** Puts text in at the cursor, without what no message may hold. */
  insert(text: string): void {
    const clean = cleanMessage(text);
    if (this.#pasted !== undefined) this.#takePaste(this.#pasted);
    if (this.#search !== undefined) {
      const { query } = this.#search;
      this.#search = lookFor(this.composer.history, query + clean.replaceAll("\n", " "));
    } else {
      this.edit({ type: "insert", text: clean });
    }
  }

  /** Takes a paste: one line at once, several when the person has seen them. */
  paste(raw: string): void {
    const text = toPastedText(raw);
    if (this.#pasted === undefined && !needsLook(text)) return this.insert(text);
    this.#search = undefined;
    this.#pasted = this.#pasted === undefined ? text : `${this.#pasted}\n${text}`;
    const { title, lines } = toPastePanel(this.#pasted);
    this.#notices.show(title, lines, "");
  }

  /**
   * Lets whatever is under way in the input have an action first, by its name.
   *
   * @returns whether that was all
   */
  intercept(action: string): boolean {
    if (this.#pasted !== undefined) return this.#interceptPaste(this.#pasted, action);
    return this.#search !== undefined && this.#interceptSearch(this.#search, action);
  }

  /** Begins to look through what was sent, for what is being typed by now. */
  search(): void {
    const { history, text } = this.composer;
    this.#search = text === "" ? emptySearch : lookFor(history, text.replaceAll("\n", " "));
  }

  /** Changes what is being typed. */
  edit(action: ComposerAction): void {
    const { pane, room } = this.#rooms;
    const composer = { ...pane.composer, cuts: this.#cuts };
    pane.composer = reduceComposer(composer, action);
    this.#cuts = pane.composer.cuts;
    const { text } = pane.composer;
    this.#memory.typed(room, text);
    // Commands are nobody's business until they are run.
    this.#face.client.setTyping(room, text !== "" && parseTypedLine(text).type === "message");
  }

  /** Sends the text, or runs the command that it is. What could not be sent stays where it is. */
  send(): void {
    const { text } = this.composer;
    const wish = parseTypedLine(text);
    if (wish.type === "nothing") return this.edit({ type: "clear" });
    if (wish.type === "message") {
      try {
        // A refusal for good is heard as an event; here it needs no second ear.
        this.#face.client.send(this.#rooms.room, wish.text).stored.catch(() => {});
      } catch (error) {
        // The text stays where it is: nothing typed is ever lost.
        return this.#face.say(error instanceof ChatError ? error.message : String(error), "bad");
      }
    }
    if (holdsPassword(text)) this.edit({ type: "clear" });
    else {
      this.#memory.sent(this.#rooms.room, text);
      this.edit({ type: "sent" });
    }
    if (wish.type === "message") this.#rooms.pane.view.toEnd();
    else void runSlashCommand(this.#face, wish.name, wish.argument);
  }

  #interceptPaste(text: string, action: string): boolean {
    if (/^(?:page|line|wheel)-(?:up|down)$|^(?:redraw|suspend)$/.test(action)) return false;
    const dropped = action === "dismiss" || action === "interrupt";
    this.#takePaste(dropped ? "" : action === "complete" ? toCodeBlock(text) : text);
    // Whoever goes on with something else has taken it.
    return dropped || action === "complete" || action === "send";
  }

  #takePaste(text: string): void {
    this.#pasted = undefined;
    this.#notices.dismiss();
    if (text !== "") this.edit({ type: "insert", text });
  }

  #interceptSearch(search: HistorySearch, action: string): boolean {
    const { history } = this.composer;
    switch (action) {
      case "search-history":
        this.#search = lookOlder(history, search);
        return true;
      case "delete-left":
        this.#search = lookFor(
          history,
          search.query.slice(0, findPlace(search.query, search.query.length, "left")),
        );
        return true;
      case "dismiss":
      case "interrupt":
        this.#search = undefined;
        return true;
      case "redraw":
      case "suspend":
        return false;
      default:
        this.#acceptSearch(search);
        // Enter takes what was found, and only the next one sends it.
        return action === "send";
    }
  }

  #acceptSearch({ at }: HistorySearch): void {
    this.#search = undefined;
    const found = this.composer.history[at];
    if (found === undefined) return;
    this.edit({ type: "replace", from: 0, to: this.composer.text.length, text: found });
  }
}
