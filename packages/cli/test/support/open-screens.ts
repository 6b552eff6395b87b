// The screens of one test over one server of its own, of any user and size.

import { FakeChatServer } from "./fake-chat-server.ts";
import { ScreenChat } from "./screen-chat.ts";

/** How a screen is opened, besides its rooms and its user. */
export interface ScreenSize {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

/** Screens that end with their test. */
export class OpenScreens {
  readonly server = new FakeChatServer();
  readonly #screens: ScreenChat[] = [];

  /** Starts the server. */
  async start(): Promise<this> {
    await this.server.start();
    return this;
  }

  /** Opens a chat, and settles once it is on the screen; with `--plain` among the rooms, at once. */
  async open(
    rooms: readonly string[] = ["general"],
    user = "ada",
    size: ScreenSize = {},
  ): Promise<ScreenChat> {
    const { env, ...cells } = size;
    const chat = new ScreenChat(["join", ...rooms, "--user", user], {
      ...cells,
      env: { CHAT_SERVER: this.server.url, ...env },
    });
    this.#screens.push(chat);
    if (rooms.includes("--plain")) return chat;
    await chat.until(
      (screen) => screen.fullScreen && /[●>]/.test(screen.rows.at(-1) ?? ""),
      "the screen",
    );
    return chat;
  }

  /** Has a screen that was opened in another way end with the others. */
  keep(screen: ScreenChat): void {
    this.#screens.push(screen);
  }

  /** Ends the screens and the server. */
  async end(): Promise<void> {
    for (const screen of this.#screens) await screen.end();
    await this.server.stop();
  }
}
