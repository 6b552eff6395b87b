// The doctor as an operator calls it.

import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { type ExitStatus, startChild } from "../../../../test-support/child.ts";
import { freePort } from "../../../../test-support/free-port.ts";
import { suite } from "../../../../test-support/suite.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const test = suite("chat-server doctor");
const PROGRAM = fileURLToPath(new URL("../../bin/chat-server.js", import.meta.url));

async function run(args: string[]): Promise<ExitStatus & { said: string }> {
  const env = {
    PATH: process.env["PATH"],
    STORE: "embedded",
    DATA_DIR: temporaryFolder(),
    PORT: String(await freePort()),
  };
  const child = await startChild(process.execPath, [PROGRAM, "doctor", ...args], { env });
  const status = await child.exited;
  return { ...status, said: child.logs };
}

test("ends with 0 where a server could run, and says a line for each thing it looked at", async () => {
  const { code, said } = await run([]);
  assert.is(code, 0, said);
  for (const topic of ["settings", "Node", "token", "port", "open files", "store", "directory"]) {
    assert.match(said, new RegExp(`^(ok|warning) +${topic} `, "m"));
  }
  assert.match(said, /(All is well|0 problems, \d+ warnings?)\.\n$/);
  assert.not.match(said, "\u001b");
});

test("ends with 1 where none could, and says what to do", async () => {
  const { code, said } = await run(["--data-dir", "/proc/chat"]);
  assert.is(code, 1);
  assert.match(said, /^PROBLEM +directory .*cannot be written/m);
  assert.match(said, /^ +→ Give the server's user/m);
  assert.match(said, "1 problem,");
});

test("--json is one object with the same", async () => {
  const { code, said } = await run(["--json", "--port", "eighty"]);
  assert.is(code, 1);
  const { ok, findings } = JSON.parse(said) as { ok: boolean; findings: { about: string }[] };
  assert.is(ok, false);
  assert.equal(
    findings.map(({ about }) => about),
    ["settings"],
  );
});

test.run();
