// Runs a program for a message: never through a shell, so that no text is taken for a command. Knows no server.

import { spawn } from "node:child_process";

import type { Message } from "@chat/protocol";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { toMessageJson } from "../output/json-line.ts";

/**
 * The words of a command line: blanks part them, quotes of both kinds and backslashes keep them together. Nothing is
 * expanded.
 *
 * @throws CommandError `usage`
 */
export function splitWords(line: string): [string, ...string[]] {
  const words: string[] = [];
  const form = /\s*((?:[^\s"'\\]+|"(?:[^"\\]|\\.)*"|'[^']*'|\\.)+)\s*/suy;
  let end = 0;
  for (let part = form.exec(line); part !== null; part = form.exec(line)) {
    end = form.lastIndex;
    words.push(unquote(part[1] ?? ""));
  }
  const [program, ...rest] = words;
  if (end === line.length && program !== undefined && program !== "") return [program, ...rest];
  throw new CommandError(ExitStatus.usage, `--exec is a program and its arguments, not "${line}"`);
}

function unquote(word: string): string {
  return word.replace(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gsu,
    (_whole, double?: string, single?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? "") : double.replace(/\\(["\\])/g, "$1"),
  );
}

/**
 * Runs the program to its end, with the message in `CHAT_ROOM`, `CHAT_FROM`, `CHAT_TEXT`, `CHAT_ID` and
 * `CHAT_TIMESTAMP`, and as JSON on standard input.
 *
 * @returns its status, 128 and more where a signal ended it
 * @throws CommandError `failure` where it cannot be started
 */
export async function execMessage(
  command: [string, ...string[]],
  message: Message,
): Promise<number> {
  const [program, ...args] = command;
  const env = {
    ...process.env,
    CHAT_ROOM: message.room,
    // CHAT_USER stays who one is oneself: what the program posts, it posts under that name.
    CHAT_FROM: message.username,
    CHAT_TEXT: message.message,
    CHAT_ID: String(message.id),
    CHAT_TIMESTAMP: message.timestamp,
  };
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["pipe", "inherit", "inherit"] });
    child.once("error", (cause) => {
      reject(new CommandError(ExitStatus.failure, `--exec: ${program} cannot be run`, { cause }));
    });
    child.once("close", (code) => resolve(code ?? 128));
    // A program that does not read it has closed it.
    child.stdin.on("error", () => {});
    child.stdin.end(`${toMessageJson(message)}\n`);
  });
}
