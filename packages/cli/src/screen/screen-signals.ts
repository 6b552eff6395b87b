// What the screen tells the person besides what it shows: the window's title, a sign for a message that calls for
// attention, words on the connection and on leaving. Knows no keys.

import { systemClock, type ChatClientApi, type ChatEvent } from "@chat/client";

import { chooseAlert, toAlertBytes } from "../notice/alert-bytes.ts";
import { ConnectionNotices } from "../notice/connection-notices.ts";
import { toAlert } from "../notice/message-alerts.ts";
import { toTitle, toTitleBytes } from "../notice/window-title.ts";
import type { Preferences } from "../preferences/preferences.ts";
import type { Environment } from "../settings.ts";
import { Leaving } from "./leaving.ts";
import type { ScreenParts } from "./screen-parts.ts";

/** A flood of mentions is one call for attention. In milliseconds. */
const ALERT_EVERY_MS = 1_000;

/** The signals of a screen. */
export class ScreenSignals {
  readonly #parts: ScreenParts;
  readonly #preferences: Preferences;
  readonly #env: Environment;
  readonly #connection: ConnectionNotices;
  readonly #leaving: Leaving;
  /** Kept, for in a flood a new snapshot for each message costs more than the message. */
  readonly #username: string;
  #title = "";
  #alertedAt = -Infinity;

  constructor(
    parts: ScreenParts,
    client: ChatClientApi,
    preferences: Preferences,
    env: Environment,
  ) {
    this.#parts = parts;
    this.#preferences = preferences;
    this.#env = env;
    this.#username = client.getSnapshot().username;
    const time = {
      now: () => parts.host.now(),
      after: (ms: number, callback: () => void) => systemClock.after(ms, callback),
    };
    this.#leaving = new Leaving({
      ...{ ...time, client },
      say: (line) => parts.face.say(line, "bad"),
      leave: () => parts.host.quit(),
    });
    this.#connection = new ConnectionNotices({
      ...time,
      rooms: () => [...client.getSnapshot().rooms.keys()],
      username: () => this.#username,
      say: (line, tone) => parts.face.say(line, tone),
    });
  }

  /** Takes note of an event of the client. */
  hear(event: ChatEvent): void {
    this.#connection.hear(event);
    if (event.type !== "entry" || event.backlog) return;
    const { rooms, host } = this.#parts;
    const attention = {
      ...{ username: this.#username, room: rooms.room },
      ...{ live: rooms.pane.view.live, focused: rooms.focused },
    };
    const message = toAlert(event, attention, this.#preferences);
    if (message === undefined || host.now() - this.#alertedAt < ALERT_EVERY_MS) return;
    const kind = chooseAlert(this.#preferences.get("alert"), this.#env);
    if (kind === undefined) return;
    this.#alertedAt = host.now();
    host.signal(toAlertBytes(kind, message.room, message.username, message.message));
  }

  /** Sets the window's title where it has changed. */
  tellTitle(): void {
    if (this.#preferences.get("title") === "off") return;
    const { rooms, host } = this.#parts;
    const title = toTitle({ room: rooms.room, ...rooms.unread });
    if (title === this.#title) return;
    this.#title = title;
    host.signal(toTitleBytes(title));
  }

  /** The window has another title by now: it is set again with the next frame. */
  forgetTitle(): void {
    this.#title = "";
  }

  /** Leaves the chat, when what is on its way is sent. */
  leave(): void {
    this.#leaving.wish();
  }

  /** Says nothing any more. */
  stop(): void {
    this.#connection.stop();
    this.#leaving.stop();
  }
}
