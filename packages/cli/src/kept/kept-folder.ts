// Where the chat keeps what has to outlive it, for one name on one server. Knows no content.

import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

import envPaths from "env-paths";

import type { Environment } from "../settings.ts";

/**
 * The folder for a name on a server: below `$XDG_STATE_HOME/chat` (`~/.local/state/chat`) on Linux, the like elsewhere.
 * Begins with the server's address, so that a person finds it; ends with what makes it the only one.
 */
export function keptFolder(server: string, username: string, env: Environment): string {
  const address = new URL(server).host.replace(/[^\w.-]/g, "_").slice(0, 80);
  const only = createHash("sha256").update(`${server}\0${username}`).digest("hex").slice(0, 12);
  return join(stateFolder(env), `${address}-${only}`);
}

function stateFolder(env: Environment): string {
  if (process.platform !== "linux") return envPaths("chat", { suffix: "" }).data;
  return join(env["XDG_STATE_HOME"] || join(homedir(), ".local", "state"), "chat");
}
