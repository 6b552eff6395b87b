// A program that chats line by line: what it is told goes in as lines, what it hears comes out as lines. Knows no chat.

import { spawn } from "node:child_process";
import { temporaryFolder } from "../../../../test-support/temporary-folder.ts";

/** Such a program, running. */
export interface LineProgram {
  say: (text: string) => void;
  /** Waits for a line that has this text in it. @throws Error where none comes within 10 s */
  hears: (text: string) => Promise<void>;
  /** All lines so far. */
  lines: () => string[];
  /** Ends it, and waits until it is gone. */
  leave: () => Promise<void>;
}

const WITHIN_MS = 10_000;

/** Starts one. It never outlives the test. */
export function startLineProgram(command: string, args: readonly string[]): LineProgram {
  // What it keeps is nothing of the developer's.
  const env = { ...process.env, XDG_CONFIG_HOME: temporaryFolder("line-program") };
  const child = spawn(command, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  process.once("exit", () => child.kill("SIGKILL"));
  let said = "";
  let look = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      look();
    });
  }
  return {
    say: (text) => void child.stdin.write(`${text}\n`),
    hears: (text) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`${command} did not hear "${text}". It said:\n${said}`)),
          WITHIN_MS,
        );
        look = () => {
          if (!said.includes(text)) return;
          clearTimeout(late);
          resolve();
        };
        look();
      }),
    lines: () => said.split("\n"),
    leave: async () => {
      child.kill();
      await ended;
    },
  };
}
