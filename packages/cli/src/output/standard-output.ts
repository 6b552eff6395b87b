// Writing to standard output and standard error, in a pipe too: a reader that has gone ends the command quietly.
// Neither stream is touched before its first use: making one costs a millisecond or two of every start.

import { once } from "node:events";

import { cleanForTerminal } from "@chat/protocol";

import { ExitStatus } from "../exit-status.ts";

/** The streams in use, and what happens where nobody reads them any more. */
const watched = new Map<NodeJS.WriteStream, () => void>();

/**
 * Standard output. From now on a reader that has gone (`head -1` has what it wanted) ends the process with status 0,
 * without a word, and a disk that is full with status 1 and a line.
 */
export function standardOutput(): NodeJS.WriteStream {
  return watch(process.stdout);
}

/** Standard error, in the same way. */
export function standardError(): NodeJS.WriteStream {
  return watch(process.stderr);
}

/** From now on, where nobody reads `stream` any more, `handler` is called and that is all: for a command that has more to do than to print. */
export function takeClosedPipe(stream: NodeJS.WriteStream, handler: () => void): void {
  watched.set(watch(stream), handler);
}

/** Writes a line to standard output, and waits while the reader is slow. */
export async function printLine(line: string): Promise<void> {
  const stream = standardOutput();
  if (!stream.write(`${line}\n`)) await once(stream, "drain");
}

/** Says something to the person: one line on standard error, also where it quotes what a server sent. */
export function say(line: string): void {
  standardError().write(`chat: ${cleanForTerminal(line).replace(/\s*\n\s*/g, " ")}\n`);
}

/** Waits until what was written is out of this process; a slow pipe takes what it takes. */
export async function flushOutput(): Promise<void> {
  for (const stream of watched.keys()) {
    if (stream.writableLength > 0) await once(stream, "drain");
  }
}

function watch(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (watched.has(stream)) return stream;
  watched.set(stream, () => process.exit(0));
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return watched.get(stream)?.();
    // A terminal that has gone hears no complaint either.
    if (stream === process.stdout && error.code !== "EIO") sayUnwritable(error);
    process.exit(ExitStatus.failure);
  });
  return stream;
}

function sayUnwritable({ code, message }: NodeJS.ErrnoException): void {
  say(`standard output cannot be written: ${code === "ENOSPC" ? "the disk is full" : message}`);
}
