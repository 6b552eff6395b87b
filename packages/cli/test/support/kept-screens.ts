// Screens over one server that remember what the others of the same test kept, and read one config file.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import { FakeChatServer } from "./fake-chat-server.ts";
import { ScreenChat } from "./screen-chat.ts";

/** The screens of one test. */
export class KeptScreens {
  readonly server = new FakeChatServer();
  /** The folder of the config file and of what is kept. */
  readonly home = temporaryFolder("chat-input");
  readonly #screens: ScreenChat[] = [];

  /** Starts the server. */
  async start(): Promise<this> {
    await this.server.start();
    return this;
  }

  /** Opens a chat of ada, on a screen or with `--plain`. */
  async open(
    rooms: readonly string[] = ["general"],
    env: Record<string, string> = {},
  ): Promise<ScreenChat> {
    const { home, server } = this;
    const chat = new ScreenChat(["join", ...rooms, "--user", "ada"], {
      env: { CHAT_SERVER: server.url, XDG_STATE_HOME: home, XDG_CONFIG_HOME: home, ...env },
    });
    this.#screens.push(chat);
    if (rooms.includes("--plain")) return chat;
    await chat.until(
      (screen) => screen.fullScreen && /[●>]/.test(screen.rows.at(-1) ?? ""),
      "the screen",
    );
    return chat;
  }

  /** The texts that the server has of a room. */
  texts(room = "general"): string[] {
    return this.server.history(room).map(({ message }) => message);
  }

  /** Writes the config file. */
  configure(config: object): void {
    mkdirSync(join(this.home, "chat"), { recursive: true });
    writeFileSync(join(this.home, "chat", "config.json"), JSON.stringify(config));
  }

  /** Everything that is kept, as one text; empty where nothing is. */
  kept(): string {
    try {
      return readdirSync(join(this.home, "chat"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
        .join("\n");
    } catch {
      // A file may go while it is looked for.
      return "";
    }
  }

  /** Ends the screens and the server. */
  async end(): Promise<void> {
    for (const screen of this.#screens) await screen.end();
    await this.server.stop();
  }
}
