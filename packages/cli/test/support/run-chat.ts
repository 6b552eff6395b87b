// Runs the real command as a process, and tells what came of it. Knows no server.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";

/** The command's file. */
export const CHAT = fileURLToPath(new URL("../../bin/chat.js", import.meta.url));

/** How a run ended. */
export interface Ended {
  /** The exit status, or the signal it died of. */
  status: number | string | null;
  stdout: string;
  stderr: string;
}

/** A run under way. */
export interface Running {
  readonly child: ChildProcess;
  /** What has come so far. */
  readonly out: { stdout: string; stderr: string };
  /** Writes to its standard input. */
  type(text: string): void;
  /** Settles once `text` is part of its standard output or error. */
  says(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

let state: string | undefined;
/** What runs keep, unless a test says otherwise: each something of its own. */
let runs = 0;

/** The environment of a run: nothing of the developer's own settings, no colours. */
export function chatEnvironment(env: Record<string, string> = {}): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  state ??= temporaryFolder("chat-state");
  const kept = join(state, String((runs += 1)));
  const own = { XDG_CONFIG_HOME: "/dev/null", XDG_STATE_HOME: kept };
  return { PATH, HOME, TZ: "UTC", LANG: "C.UTF-8", ...own, ...env };
}

/** Starts `chat` with these arguments. */
export function startChat(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, [CHAT, ...args], {
    env: chatEnvironment(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  const out = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
  child.stdin.on("error", () => {});
  const ended = once(child, "close").then(([code, signal]) => ({
    ...out,
    status: (code ?? signal) as number | string | null,
  }));
  return {
    child,
    out,
    ended,
    type: (text) => void child.stdin.write(text),
    says: async (text) => {
      const has = (): boolean => out.stdout.includes(text) || out.stderr.includes(text);
      await new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (has()) resolve();
        };
        child.stdout.on("data", look);
        child.stderr.on("data", look);
        void ended.then(() => reject(new Error(`ended without "${text}": ${JSON.stringify(out)}`)));
        look();
      });
    },
  };
}

/** Runs `chat` to its end, with `input` on standard input. */
export async function runChat(
  args: readonly string[],
  options: { env?: Record<string, string>; input?: string | Uint8Array } = {},
): Promise<Ended> {
  const running = startChat(args, options.env);
  running.child.stdin?.end(options.input ?? "");
  return await running.ended;
}
