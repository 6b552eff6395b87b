// Notices that whoever read standard output has gone, also while there is nothing to write: `chat tail ops | head -1`
// should end with its reader, not with the next message.

import { closeSync, constants, fstatSync, openSync } from "node:fs";

const STDOUT = 1;
const LOOK_EVERY_MS = 500;

/**
 * Calls back once the reader of standard output has gone. Only where standard output is a pipe and the system shows
 * its descriptors as files (Linux); elsewhere the next write finds out. Returns how to stop.
 */
export function watchReader(gone: () => void): () => void {
  if (!isPipe()) return () => {};
  const timer = setInterval(() => {
    if (hasReader()) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

function isPipe(): boolean {
  try {
    return process.platform === "linux" && fstatSync(STDOUT).isFIFO();
  } catch {
    return false;
  }
}

/** A pipe without a reader cannot be opened for writing without waiting for one. */
function hasReader(): boolean {
  try {
    closeSync(openSync(`/proc/self/fd/${STDOUT}`, constants.O_WRONLY | constants.O_NONBLOCK));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENXIO";
  }
}
