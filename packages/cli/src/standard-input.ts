// Standard input as text: all of it, or line by line as it comes. Refuses what is not UTF-8; knows no command.

import { CommandError, ExitStatus } from "./exit-status.ts";

/** Far more than a message may hold, far less than memory. */
const INPUT_MAX_BYTES = 1024 * 1024;

/**
 * All of standard input, without the line breaks at its end.
 *
 * @throws CommandError `rejected` for what is not UTF-8 or has more than a megabyte
 */
export async function readAllInput(input: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > INPUT_MAX_BYTES) {
      throw new CommandError(
        ExitStatus.rejected,
        "standard input holds more than a megabyte: far too long for a message. Nothing was sent.",
      );
    }
    chunks.push(bytes);
  }
  return decode(Buffer.concat(chunks)).replace(/(?:\r?\n)+$/, "");
}

/**
 * Standard input line by line, each as soon as it is whole; the last one needs no line break.
 *
 * @throws CommandError `rejected` for what is not UTF-8, or a line of more than a megabyte
 */
export async function* readInputLines(input: AsyncIterable<unknown>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
      yield decode(rest.subarray(start, end)).replace(/\r$/, "");
      start = end + 1;
    }
    rest = rest.subarray(start);
    if (rest.length > INPUT_MAX_BYTES) {
      throw new CommandError(ExitStatus.rejected, "a line holds more than a megabyte");
    }
  }
  if (rest.length > 0) yield decode(rest).replace(/\r$/, "");
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CommandError(ExitStatus.rejected, "standard input is not text in UTF-8", {
      cause: error,
    });
  }
}
