// What a slash command may ask of the face it was typed into. Implemented by the screen and by plain mode.

import type { ChatClientApi } from "@chat/client";
import type { Message } from "@chat/protocol";

import type { Preferences } from "../preferences/preferences.ts";

/** A place where people type. */
export interface Face {
  readonly client: ChatClientApi;
  readonly preferences: Preferences;
  /** The room in view: where text goes. */
  readonly room: string;
  /** Every room this face is in, in the order joined. */
  readonly rooms: readonly string[];
  /** The keys that do something here, and what; none where there is only a line to type. */
  readonly keys: readonly (readonly [string, string])[];
  /** Shows lines the person asked for. */
  show(title: string, lines: readonly string[]): void;
  /** Says one line: what went wrong, or what was done. */
  say(line: string, tone: "good" | "bad"): void;
  /**
   * Joins a room if need be, and brings it into view.
   *
   * @param password of a private room
   * @throws ChatError where the server refuses
   */
  enter(room: string, password?: string): Promise<void>;
  /** Leaves a room; leaving the last one ends the face. */
  leave(room: string): Promise<void>;
  /** Takes what was said so far out of view. */
  clear(): void;
  /** Brings older messages of the room into view. @throws ChatError where they cannot be had */
  older(): Promise<void>;
  /** Shows the messages in which a text was found, oldest first. */
  showHits(text: string, hits: readonly Message[]): void;
  /** Ends the face. */
  quit(): void;
}
