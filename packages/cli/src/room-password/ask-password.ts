// Asks a person at a terminal for a password: what is typed is not shown.

import { createInterface } from "node:readline";
import { Writable } from "node:stream";

import { CommandError, ExitStatus } from "../exit-status.ts";
import { standardError } from "../output/standard-output.ts";

/**
 * What somebody types, without its line break.
 *
 * @throws CommandError `interrupted` on Ctrl-C and Ctrl-D
 */
export async function askPassword(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  standardError().write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      const stop = () => reject(new CommandError(ExitStatus.interrupted, "no password was given"));
      lines.once("line", resolve);
      lines.once("SIGINT", stop);
      lines.once("close", stop);
    });
  } finally {
    lines.close();
    standardError().write("\n");
  }
}
