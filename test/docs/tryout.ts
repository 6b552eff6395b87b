// Runs what documents tell people to type, against a server of its own, in a home of its own. Knows no document.

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";

import { ChatClient } from "@chat/client";

import { ROOT } from "../../scripts/paths.js";
import { type ExitStatus, startChild } from "../../test-support/child.ts";
import { type Server, startServer } from "../../test-support/server.ts";
import { temporaryFolder } from "../../test-support/temporary-folder.ts";

/** What a command did. */
export interface Outcome extends ExitStatus {
  output: string;
}

/** A place to try commands in. */
export interface Tryout {
  server: Server;
  /** Runs lines of shell as somebody at localhost:8000 would. Standard input is empty. */
  run: (script: string) => Promise<Outcome>;
  /** The text with the server's own address in the place of localhost:8000. */
  atServer: (text: string) => string;
  end: () => Promise<void>;
}

/** Whoever joins under this name is greeted, and every question answered: what waits for a message gets one. */
const GREETED = "watcher";

/**
 * Starts a server, with somebody in the room `general`.
 *
 * @param env more of the server's environment
 * @param redisPort where `redis-cli` leads
 */
export async function startTryout(
  env: Record<string, string> = {},
  redisPort = 1,
): Promise<Tryout> {
  const server = await startServer({ env: { ...env, LOG_LEVEL: "warn" } });
  const host = new ChatClient({ url: server.url, username: "bob" });
  host.connect();
  await host.join("general");
  host.listen((event) => {
    if (event.type !== "entry" || event.backlog) return;
    const { entry } = event;
    if (entry.type === "joined" && entry.username === GREETED) host.send(event.room, "hello");
    if (entry.type === "message" && entry.message.message.endsWith("?"))
      host.send(event.room, "Yes");
  });

  const home = temporaryFolder("chat-docs");
  const programs = `${home}/bin`;
  mkdirSync(programs);
  // What is installed from the repository, without npx looking for it each time.
  program(
    programs,
    "npx",
    `[ "$1" = chat ] && shift && exec node "${ROOT}/packages/cli/bin/chat.js" "$@"`,
  );
  program(programs, "chat", `exec node "${ROOT}/packages/cli/bin/chat.js" "$@"`);
  program(programs, "chat-server", `exec node "${ROOT}/packages/server/bin/chat-server.js" "$@"`);
  program(programs, "redis-cli", `exec /usr/bin/redis-cli -p ${redisPort} "$@"`);
  // Where the documents have people keep their token.
  writeFileSync(`${home}/chat-token`, "a token\n");
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("CHAT_")),
  );
  const settings = {
    ...{ ...environment, HOME: home, XDG_CONFIG_HOME: home, CHAT_SERVER: server.url },
    PATH: `${programs}:${process.env["PATH"]}`,
  };
  const atServer = (text: string) => text.replaceAll("localhost:8000", `127.0.0.1:${server.port}`);
  return {
    server,
    atServer,
    run: async (script) => {
      const shell = await startChild("bash", ["-euo", "pipefail", "-c", atServer(script)], {
        env: settings,
        cwd: ROOT,
      });
      const status = await shell.exited;
      return { ...status, output: shell.logs };
    },
    end: async () => {
      await host.close();
      await server.stop();
    },
  };
}

function program(folder: string, name: string, line: string): void {
  writeFileSync(`${folder}/${name}`, `#!/bin/sh\n${line}\nexit 97\n`);
  chmodSync(`${folder}/${name}`, 0o755);
}
