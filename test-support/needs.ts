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
  | "caddy"
  | "openssl"
  | "zsh"
  | "fish"
  | "python3-socketio"
  | "python3-aiohttp"
  | "python3-websocket"
  | "python3-yaml";

/** A Debian package that brings a module of Python. */
export type PythonNeed = Extract<Need, `python3-${string}`>;

const PYTHON_MODULES: Record<PythonNeed, string> = {
  "python3-socketio": "socketio",
  "python3-aiohttp": "aiohttp",
  "python3-websocket": "websocket",
  "python3-yaml": "yaml",
};
// Debian's packages belong to Debian's Python, which need not be the first one on the PATH.
const PYTHONS = ["python3", "/usr/bin/python3"];

/** Those of `needs` that this machine lacks. */
export function missingNeeds(needs: readonly Need[]): Need[] {
  return needs.filter((need) =>
    isPythonNeed(need) ? findPython([need]) === undefined : !isOnPath(need),
  );
}

/**
 * The Python that has all of `needs`, for a suite that declares them.
 *
 * @throws Error where there is none
 */
export function pythonWith(...needs: PythonNeed[]): string {
  const python = findPython(needs);
  if (python !== undefined) return python;
  throw new Error(`No Python has ${needs.join(", ")}: ${installCommand(needs)}`);
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

function isPythonNeed(need: Need): need is PythonNeed {
  return need in PYTHON_MODULES;
}

function findPython(needs: readonly PythonNeed[]): string | undefined {
  const modules = needs.map((need) => `"${PYTHON_MODULES[need]}"`).join(", ");
  const look = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, [${modules}])))`;
  return PYTHONS.find(
    (python) => spawnSync(python, ["-c", look], { stdio: "ignore" }).status === 0,
  );
}
