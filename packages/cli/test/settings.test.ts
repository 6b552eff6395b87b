// Flags win over the environment, which wins over the config file.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { readConfigFile } from "../src/config-file.ts";
import { toExitStatus } from "../src/exit-status.ts";
import { requireUser, resolveSettings } from "../src/settings.ts";

const test = suite("settings");
let folder = "";

test.before(() => {
  folder = mkdtempSync(join(tmpdir(), "chat-settings-"));
});
test.after(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function failureOf(act: () => unknown): { status: number; message: string } {
  try {
    act();
  } catch (error) {
    return { status: toExitStatus(error), message: (error as Error).message };
  }
  throw new Error("nothing failed");
}

test("flags win over the environment, which wins over the config file", () => {
  const env = { CHAT_SERVER: "http://env:1", CHAT_USER: "env" };
  const config = { server: "http://file:1", user: "file" };
  const flags = { server: "http://flag:1", user: "flag" };
  assert.equal(
    resolveSettings(flags, env, () => config),
    {
      server: "http://flag:1",
      user: "flag",
      token: undefined,
    },
  );
  assert.is(resolveSettings({}, env, () => config).user, "env");
  assert.is(resolveSettings({}, {}, () => config).server, "http://file:1");
  assert.is(resolveSettings({}, {}, () => ({})).server, "http://localhost:8000");
});

test("an empty variable says as little as an absent one", () => {
  const settings = resolveSettings(
    {},
    { CHAT_SERVER: "", CHAT_USER: " ", CHAT_TOKEN: "" },
    () => ({}),
  );
  assert.equal(settings, { server: "http://localhost:8000", user: undefined, token: undefined });
});

test("the config file is left alone where flags and environment say it all", () => {
  resolveSettings({ server: "a:1", user: "ada" }, { CHAT_TOKEN: "t" }, () => {
    throw new Error("read");
  });
});

test("an address needs no scheme, and loses its slash", () => {
  const server = (text: string) => resolveSettings({ server: text }, {}, () => ({})).server;
  assert.is(server("localhost:8123"), "http://localhost:8123");
  assert.is(server("https://chat.example/"), "https://chat.example");
});

test("what is no address of a server ends with the status of wrong usage", () => {
  for (const text of ["ftp://x", "http://", "http://a/b", "::", "a b"]) {
    const { status, message } = failureOf(() => resolveSettings({ server: text }, {}, () => ({})));
    assert.is(status, 2, text);
    assert.ok(message.includes(text), message);
  }
});

test("a name is composed before it is looked at", () => {
  assert.is(resolveSettings({ user: "Zoe\u0308" }, {}, () => ({})).user, "Zo\u00eb");
});

test("a name that no server takes is rejected, a missing one is wrong usage", () => {
  assert.is(failureOf(() => resolveSettings({ user: "a b" }, {}, () => ({}))).status, 5);
  const settings = resolveSettings({}, {}, () => ({}));
  const { status, message } = failureOf(() => requireUser(settings));
  assert.is(status, 2);
  assert.match(message, "--user NAME");
});

test("the token comes from the flag's file, else the environment, else the environment's file", () => {
  const path = file("token", "from-file\n");
  const token = (flags: object, env: Record<string, string>) =>
    resolveSettings(flags, env, () => ({})).token;
  assert.is(token({ tokenFile: path }, { CHAT_TOKEN: "outright" }), "from-file");
  assert.is(token({}, { CHAT_TOKEN: "outright", CHAT_TOKEN_FILE: path }), "outright");
  assert.is(token({}, { CHAT_TOKEN_FILE: path }), "from-file");
});

test("a token file that is missing or empty is named", () => {
  for (const path of [join(folder, "none"), file("empty", " \n")]) {
    const { status, message } = failureOf(() =>
      resolveSettings({ tokenFile: path }, {}, () => ({})),
    );
    assert.is(status, 2);
    assert.ok(message.includes(path), message);
  }
});

test("a config file holds a server and a user, and a missing one holds nothing", () => {
  const path = file("good.json", `{"server":"http://a:1","user":"ada","theme":"dark"}`);
  assert.equal(readConfigFile(path), { server: "http://a:1", user: "ada" });
  assert.equal(readConfigFile(join(folder, "none.json")), {});
});

test("a bad config file is named in one line", () => {
  for (const text of ["{", "[]", "null", `{"server":1}`]) {
    const path = file("bad.json", text);
    const { status, message } = failureOf(() => readConfigFile(path));
    assert.is(status, 2, text);
    assert.ok(message.includes(path) && !message.includes("\n"), message);
  }
});

test.run();
