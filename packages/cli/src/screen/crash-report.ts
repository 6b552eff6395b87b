// Where a fault of this program is written down, for whoever mends it: the person gets a line, the file the rest.

import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import envPaths from "env-paths";

import { ChatError } from "@chat/protocol";
import { CommandError, ExitStatus } from "../exit-status.ts";

/**
 * The error to end with: what was meant to end the command as it is; any other one is written to the log file, and what
 * is told is one line that names it.
 */
export function toEndingError(error: unknown): Error {
  if (error instanceof CommandError || error instanceof ChatError) return error;
  const words = error instanceof Error ? error.message : String(error);
  const file = writeReport(error);
  const where = file === undefined ? "" : `; what is known about it is in ${file}`;
  return new CommandError(ExitStatus.failure, `a fault of this program: ${words}${where}`, {
    cause: error,
  });
}

/** The log file's path, undefined where it cannot be written. */
function writeReport(error: unknown): string | undefined {
  const folder = envPaths("chat", { suffix: "" }).log;
  const file = join(folder, "crash.log");
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const system = `Node ${process.version}, ${process.platform}, TERM=${process.env["TERM"] ?? ""}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    appendFileSync(file, `${new Date().toISOString()} ${system}\n${details}\n\n`, { mode: 0o600 });
    return file;
  } catch {
    return undefined;
  }
}
