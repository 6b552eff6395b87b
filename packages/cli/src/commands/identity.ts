// `chat identity`: shows what makes one's names one's own, and carries it to another device.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { isSecret } from "@chat/protocol";

import { configFilePath, readConfigFile } from "../config-file.ts";
import { CommandError, ExitStatus } from "../exit-status.ts";
import { readArmour, toArmour } from "../identity/armour.ts";
import {
  identityFilePath,
  readIdentity,
  toServerName,
  withSecret,
  type Identity,
} from "../identity/identity-file.ts";
import { createIdentity, toFingerprint, writeIdentity } from "../identity/make-secret.ts";
import { printLine, say } from "../output/standard-output.ts";
import { toTable } from "../output/table.ts";
import { resolveSettings, type SettingFlags, type Settings } from "../settings.ts";
import { readAllInput } from "../standard-input.ts";

const KEY_WARNING = "whoever has this can speak under your names: keep it as you keep a key";

/** Runs `chat identity`. The secrets themselves are not shown. @throws ChatError, CommandError */
export async function showIdentity(
  flags: SettingFlags,
  { json }: { json?: boolean },
): Promise<void> {
  const path = requirePath();
  const identity = requireIdentity(path);
  const { server, user } = toSettings(flags);
  const fingerprint = toFingerprint(identity);
  const used = [...identity.servers.keys()].sort();
  if (json) {
    const name = user ?? null;
    await printLine(JSON.stringify({ fingerprint, file: path, name, server, servers: used }));
    return;
  }
  const rows = [
    ["identity", fingerprint],
    ["file", path],
    ["name", user ?? "none chosen: --user NAME, CHAT_USER, or `chat config set user NAME`"],
    ["used on", used.length > 0 ? used.join(", ") : "no server yet"],
  ];
  for (const line of toTable(rows)) await printLine(line);
}

/** Runs `chat identity export`. @throws ChatError, CommandError */
export async function exportIdentity(
  flags: SettingFlags,
  file: string | undefined,
  { page }: { page?: boolean },
): Promise<void> {
  const path = requirePath();
  requireIdentity(path);
  const { server, secret } = await withSecret(toSettings(flags), process.env);
  const text = page ? `${secret ?? ""}\n` : toArmour(requireIdentity(path));
  if (file === undefined) {
    await printLine(text.trimEnd());
  } else {
    writeNew(resolve(file), text);
  }
  if (page) say(`this is for the page of ${server}: paste it there where it asks for your name`);
  say(KEY_WARNING);
}

/** Runs `chat identity import`. @throws ChatError, CommandError */
export async function importIdentity(
  flags: SettingFlags,
  file: string | undefined,
  { force }: { force?: boolean },
): Promise<void> {
  const path = requirePath();
  const text = file === undefined ? await readInput() : readGiven(file);
  const settings = toSettings(flags);
  const bare = text.trim();
  const brought = isSecret(bare)
    ? withServer(path, toServerName(settings.server), bare)
    : parseText(text);
  keep(path, brought, force === true);
  say(
    isSecret(bare)
      ? `${settings.server} knows you by that secret from now on`
      : `you are ${toFingerprint(brought)} on this device now`,
  );
}

/** Writes it where nothing is lost by that, or what is lost is copied first. */
function keep(path: string, brought: Identity, force: boolean): void {
  const before = readWhatIsThere(path);
  const same = before === undefined || (before !== "damaged" && isWithin(before, brought));
  if (!same && !force) {
    throw new CommandError(
      ExitStatus.failure,
      `there is another identity in ${path}. --force puts this one in its place, and keeps a copy of that`,
    );
  }
  try {
    if (!same) {
      const copy = `${path}.${new Date().toISOString().replace(/[^\dT]/g, "")}`;
      copyFileSync(path, copy);
      say(`what was there is in ${copy}`);
    }
    const isSameRoot = before !== "damaged" && before?.root === brought.root;
    const servers = isSameRoot ? new Map([...before.servers, ...brought.servers]) : brought.servers;
    writeIdentity(path, { root: brought.root, servers });
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Whether nothing is lost of an identity where another one is put in: each server knows one by the same secret. */
function isWithin(before: Identity, after: Identity): boolean {
  if (before.root !== after.root) return false;
  return [...before.servers].every(
    ([server, secret]) => (after.servers.get(server) ?? secret) === secret,
  );
}

function withServer(path: string, server: string, secret: string): Identity {
  const identity = requireIdentity(path);
  return { ...identity, servers: new Map(identity.servers).set(server, secret) };
}

function readWhatIsThere(path: string): Identity | "damaged" | undefined {
  try {
    return readIdentity(path);
  } catch {
    return "damaged";
  }
}

function parseText(text: string): Identity {
  try {
    const identity = readArmour(text);
    if (identity !== undefined) return identity;
  } catch (error) {
    throw new CommandError(ExitStatus.usage, (error as Error).message, { cause: error });
  }
  throw new CommandError(
    ExitStatus.usage,
    "there is no identity in that: give it what `chat identity export` printed, or the secret from the page",
  );
}

function requirePath(): string {
  const path = identityFilePath(process.env);
  if (path !== undefined) return path;
  throw new CommandError(ExitStatus.usage, "CHAT_IDENTITY_FILE is none: names are used unowned");
}

/** The identity, made where there is none. */
function requireIdentity(path: string): Identity {
  const identity = readIdentity(path) ?? createIdentity(path);
  if (identity !== undefined) return identity;
  throw new CommandError(
    ExitStatus.failure,
    `${path} cannot be written: names are used unowned. CHAT_IDENTITY_FILE names another file`,
  );
}

function toSettings(flags: SettingFlags): Settings {
  return resolveSettings(flags, process.env, () => readConfigFile(configFilePath()));
}

async function readInput(): Promise<string> {
  if (process.stdin.isTTY) say("paste the identity, then Ctrl+D:");
  return await readAllInput(process.stdin);
}

function readGiven(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(ExitStatus.usage, `${file} cannot be read`, { cause: error });
  }
}

/** A file of that name is left alone: it may be another key. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): CommandError {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === "EEXIST" ? "is there already" : `cannot be written (${code ?? String(error)})`;
  return new CommandError(ExitStatus.failure, `${path} ${why}`, { cause: error });
}
