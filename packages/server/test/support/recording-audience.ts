// An audience that writes down, for each session, what it was told, as short lines.

import type { Message, RoomHistory } from "@chat/protocol";

import type { Audience, Delivery } from "../../src/rooms/audience.ts";
import { Heard } from "./heard.ts";

/** The audience. Sessions need no introduction. */
export class RecordingAudience implements Audience {
  readonly #heard = new Map<string, Heard<string>>();
  readonly #rooms = new Map<string, Set<string>>();

  /**
   * What a session was told: a backlog as `[one two]` (with `…` in front where it is not complete), a message as its
   * text, presence as `+ada` and `-ada left`, typing as `~ada true`, what an operator did as `!kick`.
   */
  of(session: string): Heard<string> {
    let heard = this.#heard.get(session);
    if (!heard) this.#heard.set(session, (heard = new Heard<string>()));
    return heard;
  }

  enter(room: string, session: string, history: string): void {
    const { messages, complete } = JSON.parse(history) as RoomHistory;
    const texts = messages.map(({ message }) => message).join(" ");
    this.of(session).add(`${complete ? "" : "…"}[${texts}]`);
    this.#rooms.set(room, (this.#rooms.get(room) ?? new Set<string>()).add(session));
  }

  exit(room: string, session: string): void {
    this.#rooms.get(room)?.delete(session);
  }

  deliver(room: string, { event, json, except }: Delivery): void {
    for (const session of this.#rooms.get(room) ?? []) {
      if (session !== except) this.of(session).add(toLine(event, json));
    }
  }

  /** Everything is written down at once. */
  settle(): void {}
}

function toLine(event: Delivery["event"], json: string): string {
  const payload = JSON.parse(json) as Message & { reason: string; typing: boolean; action: string };
  switch (event) {
    case "message":
      return payload.message;
    case "user_joined":
      return `+${payload.username}`;
    case "user_left":
      return `-${payload.username} ${payload.reason}`;
    case "moderated":
      return `!${payload.action}`;
    case "typing":
      return `~${payload.username} ${payload.typing}`;
  }
}
