// `chat-server import`: an archive from a file or standard input into a store.

import { createReadStream } from "node:fs";

import { ArchiveError, readArchive } from "../archive/read-archive.ts";
import { type ImportReport, type ImportWishes, importRooms } from "../archive/import-rooms.ts";
import type { Config } from "../config.ts";
import { openArchive } from "../open-archive.ts";
import { CommandFailure } from "./command-failure.ts";
import { ProgressLine, count } from "./progress-line.ts";

/**
 * Runs `chat-server import`.
 *
 * @param file `-` for standard input
 * @param say is told what came of it, a sentence each
 * @returns whether every room is in the store as it is archived
 * @throws StartError, ChatError, CommandFailure
 */
export async function runImport(
  config: Config,
  file: string,
  wishes: ImportWishes,
  say: (sentence: string) => void,
): Promise<boolean> {
  if (file === "-" && process.stdin.isTTY) {
    throw new CommandFailure("Name the file to import, or pipe one in.");
  }
  const retention = { limit: config.historyLimit, ttlMs: config.historyTtlSeconds * 1_000 };
  const { archive, where } = await openArchive(config, retention, false);
  const line = new ProgressLine();
  let total = 0;
  try {
    const parts = readArchive(linesOf(file), (announced) => (total = announced));
    const report = await importRooms(archive, parts, wishes, retention, Date.now(), (so) =>
      line.show(
        () => `${roomsOf(so)} of ${count(total, "room")}, ${count(so.messages, "message")}`,
      ),
    );
    line.clear();
    for (const sentence of toSentences(report, where)) say(sentence);
    return report.refused.length + report.taken.length === 0;
  } catch (error) {
    line.clear();
    throw toFailure(error, file);
  } finally {
    await archive.close();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === "-" ? process.stdin : createReadStream(file);
  let rest = "";
  for await (const chunk of input.setEncoding("utf8")) {
    const lines = (rest + (chunk as string)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function toFailure(error: unknown, file: string): unknown {
  if (error instanceof ArchiveError) return new CommandFailure(error.message);
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new CommandFailure(`${file} cannot be read (${code}).`);
}

function roomsOf({ written, unchanged, expired, refused }: ImportReport): number {
  return written + unchanged + expired + refused.length;
}

function toSentences(report: ImportReport, where: string): string[] {
  const { written, messages, unchanged, expired, refused, names, taken } = report;
  const sentences = [
    `Imported ${count(written, "room")} with ${count(messages, "message")} into ${where}.`,
  ];
  if (names > 0) sentences.push(`Kept the owners of ${count(names, "name")}.`);
  if (taken.length > 0) sentences.push(`Somebody else's here: ${taken.join(", ")}.`);
  if (unchanged > 0) sentences.push(`${count(unchanged, "room")} had everything already.`);
  if (expired > 0) {
    sentences.push(
      `${count(expired, "room")} left out: older than a history is kept. --renew keeps them as if written now.`,
    );
  }
  if (refused.length > 0) {
    sentences.push(
      `Left as they are, for they hold other messages: ${refused.join(", ")}.`,
      "Give --replace to put what is archived in their place.",
    );
  }
  return sentences;
}
