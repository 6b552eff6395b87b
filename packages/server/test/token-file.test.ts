// Tokens that are replaced while the server runs.

import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { StartError } from "../src/open-store.ts";
import { TokenFileError, createTokenFileLook, readTokenFile } from "../src/token-file.ts";
import { Connections } from "./support/connection.ts";
import { eventually } from "./support/eventually.ts";
import { ask } from "./support/http.ts";
import { runServer } from "./support/running-server.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const test = suite("the token file");

const connections = new Connections();
let path: string;

test.before.each(() => {
  path = join(temporaryFolder(), "tokens");
});

test.after.each(() => connections.closeAll());

test("it names a token a line, and may explain them", () => {
  writeFileSync(path, "# the team\n first \n\nsecond\r\n#third\n");
  assert.equal(readTokenFile(path), ["first", "second"]);
});

test("a file that is missing, or names no token, is an error that says so", () => {
  assert.throws(() => readTokenFile(path), /cannot be read \(ENOENT\)/);
  writeFileSync(path, "\n# nothing\n");
  assert.throws(
    () => readTokenFile(path),
    (error: unknown) => error instanceof TokenFileError && error.message.includes("no token"),
  );
});

test("a change is told once, and so is a file that cannot be used any more", () => {
  const told: string[] = [];
  writeFileSync(path, "one");
  const look = createTokenFileLook(path, ["one"], {
    changed: (tokens) => told.push(tokens.join(" ")),
    failed: () => told.push("failed"),
  });
  const lookTwice = () => {
    look();
    look();
  };
  lookTwice();
  assert.equal(told, []);
  // As secrets are exchanged: another file comes to stand under the name.
  writeFileSync(`${path}.new`, "two\nthree");
  renameSync(`${path}.new`, path);
  lookTwice();
  assert.equal(told, ["two three"]);
  rmSync(path);
  lookTwice();
  assert.equal(told.slice(1), ["failed"]);
  writeFileSync(path, "four");
  lookTwice();
  assert.equal(told.slice(2), ["four"]);
});

test("a token of the file opens the door until it is replaced, on sockets and over HTTP", async () => {
  writeFileSync(path, "of-the-file\n");
  const server = await runServer({ CHAT_TOKEN: "of-the-environment", CHAT_TOKEN_FILE: path });
  const statusWith = async (token: string) => {
    const headers = { Authorization: `Bearer ${token}` };
    return (await ask(server.url, "/api/rooms", { headers })).status;
  };
  try {
    const before = await connections.open(server.url, { auth: { token: "of-the-file" } });
    assert.ok((await before.ask("rooms")).ok);
    assert.is(await statusWith("of-the-file"), 200);
    assert.is(await statusWith("the-next-one"), 401);
    writeFileSync(path, "the-next-one\n");
    await eventually(async () => assert.is(await statusWith("the-next-one"), 200));
    assert.is(await statusWith("of-the-file"), 401);
    assert.is(await statusWith("of-the-environment"), 200);
    const late = await connections.open(server.url, { auth: { token: "of-the-file" } });
    assert.is((await late.payload("refused")).code, "unauthorized");
    assert.ok((await before.ask("rooms")).ok, "who is in stays in");
    rmSync(path);
    await eventually(() => assert.is(server.faults.length, 1));
    assert.is(await statusWith("the-next-one"), 200);
    assert.is(await statusWith(""), 401);
  } finally {
    await server.close();
  }
});

test("a server whose token file cannot be used does not start, and says why", async () => {
  try {
    await runServer({ CHAT_TOKEN_FILE: path });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, StartError);
    assert.match((error as Error).message, path);
  }
});

test.run();
