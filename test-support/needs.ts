// The programs that some tests need and that npm does not install: how to find out, and how to get them.

import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Debian package that a suite may need. */
export type Need =
  | "redis-server"
  | "chromium"
  | "tmux"
  | "nginx"
  | "python3-socketio"
  | "python3-aiohttp"
  | "python3-websocket"
  | "python3-yaml";

const PYTHON_MODULES: Partial<Record<Need, string>> = {
  "python3-socketio": "socketio",
  "python3-aiohttp": "aiohttp",
  "python3-websocket": "websocket",
  "python3-yaml": "yaml",
};

/** Those of `needs` that this machine lacks. */
export function missingNeeds(needs: readonly Need[]): Need[] {
  return needs.filter((need) => {
    const module = PYTHON_MODULES[need];
    return module === undefined ? !isOnPath(need) : !isPythonModule(module);
  });
}

/** The command that installs `needs` on Debian and Ubuntu. */
export function installCommand(needs: readonly Need[]): string {
  return `apt-get install ${needs.join(" ")}`;
}

function isOnPath(program: string): boolean {
  // nginx lives in /usr/sbin, which the PATH of an ordinary user need not hold.
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return folders.some((folder) => {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}

function isPythonModule(name: string): boolean {
  const look = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  return spawnSync("python3", ["-c", look], { stdio: "ignore" }).status === 0;
}
