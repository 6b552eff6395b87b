// `chat-server export`: the rooms of a store into a file or onto standard output.

import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { type ExportProgress, exportRooms } from "../archive/export-rooms.ts";
import type { Config } from "../config.ts";
import { openArchive } from "../open-archive.ts";
import { CommandFailure } from "./command-failure.ts";
import { ProgressLine, count } from "./progress-line.ts";

/** Only whoever exported may read what people wrote. */
const MODE = 0o600;

/**
 * Runs `chat-server export`.
 *
 * @param file `-` for standard output. A file is there, whole, once this has settled, and not before
 * @param only these rooms alone; all where absent
 * @param say is told what came of it, a sentence each
 * @throws StartError, ChatError, CommandFailure
 */
export async function runExport(
  config: Config,
  file: string,
  only: readonly string[] | undefined,
  say: (sentence: string) => void,
): Promise<void> {
  const retention = { limit: config.historyLimit, ttlMs: config.historyTtlSeconds * 1_000 };
  const { archive, where } = await openArchive(config, retention, true);
  const line = new ProgressLine();
  let reached: ExportProgress = { names: 0, rooms: 0, of: 0, messages: 0 };
  try {
    const lines = exportRooms(archive, only, Date.now(), (progress) => {
      reached = progress;
      line.show(
        () =>
          `${progress.rooms} of ${count(progress.of, "room")}, ${count(progress.messages, "message")}`,
      );
    });
    await writeTo(file, lines);
  } finally {
    line.clear();
    await archive.close();
  }
  const names = reached.names > 0 ? ` and ${count(reached.names, "name")}` : "";
  const to = file === "-" ? "" : ` to ${file}`;
  say(
    `Exported ${count(reached.rooms, "room")} with ${count(reached.messages, "message")}${names} from ${where}${to}.`,
  );
}

async function writeTo(file: string, lines: AsyncIterable<string>): Promise<void> {
  const source = Readable.from(lines);
  const partial = `${file}.part`;
  try {
    if (file === "-") return await pipeline(source, process.stdout, { end: false });
    await pipeline(source, createWriteStream(partial, { mode: MODE }));
    await rename(partial, file);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (file !== "-") await rm(partial, { force: true });
    if (code === undefined || syscall === undefined) throw error;
    throw new CommandFailure(
      `${file === "-" ? "Standard output" : file} cannot be written (${code}).`,
    );
  }
}
