// Writing to standard output and standard error, in a pipe too: a reader that has gone ends the command quietly.

import { once } from "node:events";

import { cleanForTerminal } from "@chat/protocol";

const taken = new Map<NodeJS.WriteStream, () => void>();

/**
 * From now on a closed pipe on standard output or error ends the process with status 0, without a word:
 * the reader (`head -1`) has what it wanted.
 */
export function endQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      const handler = taken.get(stream);
      if (handler === undefined) process.exit(0);
      handler();
    });
  }
}

/** From now on, where nobody reads `stream` any more, `handler` is called and that is all: for a command that has more to do than to print. */
export function takeClosedPipe(stream: NodeJS.WriteStream, handler: () => void): void {
  taken.set(stream, handler);
}

/** Writes a line to standard output, and waits while the reader is slow. */
export async function printLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
}

/** Says something to the person: one line on standard error, also where it quotes what a server sent. */
export function say(line: string): void {
  process.stderr.write(`chat: ${cleanForTerminal(line).replace(/\s*\n\s*/g, " ")}\n`);
}

/** Waits until what was written is out of this process; a slow pipe takes what it takes. */
export async function flushOutput(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await once(stream, "drain");
  }
}
