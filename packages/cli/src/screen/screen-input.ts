// What is being typed into the room in view: its editing, and its way out as a message or a command.
// Knows neither keys nor how it looks.

import { ChatError, cleanMessage } from "@chat/protocol";

import type { Face } from "../slash/face.ts";
import { parseTypedLine, runSlashCommand } from "../slash/slash-commands.ts";
import { reduceComposer, type ComposerAction } from "./composer.ts";
import type { ScreenRooms } from "./screen-rooms.ts";

/** The input line of a screen. */
export class ScreenInput {
  readonly #face: Face;
  readonly #rooms: ScreenRooms;

  /** @param face whom the commands are for */
  constructor(face: Face, rooms: ScreenRooms) {
    this.#face = face;
    this.#rooms = rooms;
  }

  /** The text so far. */
  get text(): string {
    return this.#rooms.pane.composer.text;
  }

  /** Puts text in at the cursor, without what no message may hold. */
  insert(text: string): void {
    this.edit({ type: "insert", text: cleanMessage(text) });
  }

  /** Changes what is being typed. */
  edit(action: ComposerAction): void {
    const { pane, room } = this.#rooms;
    pane.composer = reduceComposer(pane.composer, action);
    const { text } = pane.composer;
    // Commands are nobody's business until they are run.
    this.#face.client.setTyping(room, text !== "" && parseTypedLine(text).type === "message");
  }

  /** Sends the text, or runs the command that it is. What could not be sent stays where it is. */
  send(): void {
    const wish = parseTypedLine(this.text);
    if (wish.type === "nothing") return this.edit({ type: "clear" });
    if (wish.type === "command") {
      this.edit({ type: "sent" });
      void runSlashCommand(this.#face, wish.name, wish.argument);
      return;
    }
    try {
      // A refusal for good is heard as an event; here it needs no second ear.
      this.#face.client.send(this.#rooms.room, wish.text).stored.catch(() => {});
    } catch (error) {
      // The text stays where it is: nothing typed is ever lost.
      return this.#face.say(error instanceof ChatError ? error.message : String(error), "bad");
    }
    this.edit({ type: "sent" });
    this.#rooms.pane.view.toEnd();
  }
}
