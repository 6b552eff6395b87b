// Screens over one server that remember what the others of the same test kept, and read one config file.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";
import type { FakeChatServer } from "./fake-chat-server.ts";
import { OpenScreens } from "./open-screens.ts";
import type { ScreenChat } from "./screen-chat.ts";

/** The screens of one test. */
export class KeptScreens {
  /** The folder of the config file and of what is kept. */
  readonly home = temporaryFolder("chat-input");
  readonly #screens = new OpenScreens();

  /** The server that they talk to. */
  get server(): FakeChatServer {
    return this.#screens.server;
  }

  /** Starts the server. */
  async start(): Promise<this> {
    await this.#screens.start();
    return this;
  }

  /** Opens a chat of ada, on a screen or with `--plain`. */
  async open(
    rooms: readonly string[] = ["general"],
    env: Record<string, string> = {},
  ): Promise<ScreenChat> {
    const kept = { XDG_STATE_HOME: this.home, XDG_CONFIG_HOME: this.home };
    return this.#screens.open(rooms, "ada", { env: { ...kept, ...env } });
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
    await this.#screens.end();
  }
}
