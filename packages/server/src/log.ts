// The server's log on standard output.

import { type DestinationStream, type Logger, pino } from "pino";
import pretty from "pino-pretty";

import type { Config } from "./config.ts";

const STANDARD_OUTPUT = 1;

/** A log, and its end. */
export interface OpenLog {
  log: Logger;
  /** Settles once all that was logged is written, or nobody reads it any more. Nothing is logged after. */
  finish: () => Promise<void>;
}

/** Opens the log: lines of JSON for programs, lines of text for a person at a terminal. */
export function openLog({ logLevel }: Config): OpenLog {
  const { stream, finish } = process.stdout.isTTY ? openText() : openJson();
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return { log: pino(options, stream), finish };
}

interface Destination {
  stream: DestinationStream;
  finish: OpenLog["finish"];
}

function openText(): Destination {
  const stream = pretty({
    translateTime: "SYS:HH:MM:ss",
    ignore: "pid,hostname,store,directory,redis,mode,page,join",
    sync: true,
  });
  return { stream, finish: () => Promise.resolve() };
}

/**
 * A slow reader holds nobody up. What is still unwritten when the process ends is tried until it is read, and without end
 * where the reader is gone: hence the log is finished before.
 */
function openJson(): Destination {
  const output = pino.destination({ dest: STANDARD_OUTPUT, sync: false });
  let gone = false;
  output.once("error", () => (gone = true));
  return {
    // Without the destination's other methods: pino would have it written at once where the log is of a fatal error.
    stream: { write: (line) => void output.write(line) },
    finish: () =>
      new Promise((resolve) => {
        if (gone) return resolve();
        output.once("close", resolve).once("error", () => resolve());
        output.end();
      }),
  };
}
