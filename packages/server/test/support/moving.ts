// What tests of export and import share: both in this process and as an operator runs them.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { type ExitStatus, startChild } from "../../../../test-support/child.ts";
import type { ImportWishes } from "../../src/archive/import-rooms.ts";
import { runExport } from "../../src/commands/export.ts";
import { runImport } from "../../src/commands/import.ts";
import { type Settings, parseConfig } from "../../src/config.ts";
import { post } from "./http.ts";
import type { TestServer } from "./running-server.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/chat-server.js", import.meta.url));

/** Runs it to its end, as a process. */
export async function run(...args: string[]): Promise<ExitStatus & { said: string }> {
  const env = { PATH: process.env["PATH"] };
  const child = await startChild(process.execPath, [PROGRAM, ...args], { env });
  const status = await child.exited;
  return { ...status, said: child.logs };
}

/** Exports in this process, which takes a tenth of the time. */
export async function exportTo(file: string, store: Settings, rooms?: string[]): Promise<string> {
  const said: string[] = [];
  await runExport(parseConfig(store), file, rooms, (sentence) => said.push(sentence));
  return said.join("\n");
}

/** Imports in this process. */
export async function importFrom(
  file: string,
  store: Settings,
  wishes: Partial<ImportWishes> = {},
): Promise<{ ok: boolean; said: string }> {
  const said: string[] = [];
  const all = { only: undefined, replace: false, renew: false, ...wishes };
  const ok = await runImport(parseConfig(store), file, all, (sentence) => said.push(sentence));
  return { ok, said: said.join("\n") };
}

/** Imports, and fails where something was refused. */
export async function mustImport(file: string, store: Settings): Promise<string> {
  const { ok, said } = await importFrom(file, store);
  assert.ok(ok, said);
  return said;
}

/** The settings of a server on this directory. */
export function embedded(directory: string): Settings {
  return { STORE: "embedded", DATA_DIR: directory };
}

/** The settings of a server on this Redis. */
export function onRedis(url: string): Settings {
  return { REDIS_URL: url };
}

/** What an archive holds besides the moment it was made. */
export function contentOf(file: string): string[] {
  return readFileSync(file, "utf8").split("\n").slice(1);
}

/** Posts as ada, and answers the message. */
export async function say(server: TestServer, room: string, message: string, nonce?: string) {
  const { status, json } = await post(
    server.url,
    `/api/rooms/${encodeURIComponent(room)}/messages`,
    {
      ...{ username: "ada", message },
      ...(nonce && { nonce }),
    },
  );
  assert.is(status, 201);
  return json.message;
}
