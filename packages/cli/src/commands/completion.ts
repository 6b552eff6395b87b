// `chat completion`: prints a shell's script; `chat __complete` answers it, quick and silent whatever is wrong.

import { isUsername } from "@chat/protocol";
import type { Command } from "commander";

import { askServer } from "../http/ask-server.ts";
import { complete, type Candidate, type Sources } from "../completion/complete.ts";
import { isShell, toShellScript } from "../completion/shell-scripts.ts";
import { configFilePath, readConfigFile } from "../config-file.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { formatDuration } from "../duration.ts";
import { printLine } from "../output/standard-output.ts";
import { resolveSettings, type SettingFlags, type Settings } from "../settings.ts";
import { readSummaries } from "./rooms.ts";

/** Longer nobody waits for a Tab. */
const PATIENCE_MS = 400;

/** Runs `chat completion`. @throws CommandError */
export async function printCompletion(shell: string): Promise<void> {
  if (!isShell(shell)) {
    throw new CommandError(
      ExitStatus.usage,
      `there is no completion for "${shell}"; there is for bash, zsh and fish`,
    );
  }
  const [node = "node", program = "chat"] = process.argv;
  await printLine(toShellScript(shell, [node, program]).trimEnd());
}

/** Runs `chat __complete`: a candidate a line, what it is behind a tab; `:files` where the shell should offer files. */
export async function printCandidates(
  program: Command,
  flags: SettingFlags,
  words: readonly string[],
): Promise<void> {
  const found = await complete(program, words, createSources(program, flags, words)).catch(
    () => [],
  );
  if (found === "files") return await printLine(":files");
  for (const { value, about } of found) {
    await printLine(about === undefined ? value : `${value}\t${about}`);
  }
}

function createSources(program: Command, flags: SettingFlags, words: readonly string[]): Sources {
  const settings = (): Settings =>
    resolveSettings({ ...flags, ...readFlags(program, words) }, process.env, () =>
      readConfigFile(configFilePath()),
    );
  const ask = (path: string): Promise<Record<string, unknown>> =>
    askServer(settings(), { path, signal: AbortSignal.timeout(PATIENCE_MS) });
  return {
    rooms: async () => readSummaries((await ask("/api/rooms"))["rooms"]).map(toRoomCandidate),
    names: async (room) => {
      if (room === undefined) return [];
      const { members } = await ask(`/api/rooms/${encodeURIComponent(room)}/members`);
      return Array.isArray(members) ? members.filter(isUsername).map((value) => ({ value })) : [];
    },
    profiles: () =>
      [...(readConfigFile(configFilePath()).profiles?.keys() ?? [])].map((value) => ({ value })),
  };
}

function toRoomCandidate({
  room,
  members,
  lastMessageAt,
}: ReturnType<typeof readSummaries>[number]): Candidate {
  const ago =
    lastMessageAt === null
      ? ""
      : `, last message ${formatDuration(Math.max(0, Date.now() - Date.parse(lastMessageAt)))} ago`;
  return { value: room, about: `${members} here${ago}` };
}

/** The flags of the line that is being typed: they decide which server is asked. */
function readFlags(program: Command, words: readonly string[]): SettingFlags {
  const flags: Record<string, string> = {};
  for (const option of program.options) {
    const index = words.findIndex((word) => word === option.long);
    const value = words[index + 1];
    if (index >= 0 && option.required && index < words.length - 2 && value !== undefined) {
      flags[option.attributeName()] = value;
    }
  }
  return flags;
}
