// The systemd unit: that it says what the documentation promises, and, where systemd is installed, that it finds nothing wrong.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { ROOT } from "../../scripts/paths.js";
import { suite } from "../../test-support/suite.ts";
import { temporaryFolder } from "../../test-support/temporary-folder.ts";

const test = suite("chat-server.service");

const UNIT = readFileSync(`${ROOT}/deploy/systemd/chat-server.service`, "utf8");
/** What systemd calls an exposure of 2.0 out of 10. */
const EXPOSURE_MAX = "20";
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

function values(name: string): string[] {
  return [...UNIT.matchAll(new RegExp(`^${name}=(.*)$`, "gm"))].map(([, value = ""]) => value);
}

test("it runs as nobody in particular, and may write its own directory alone", () => {
  assert.equal(values("DynamicUser"), ["yes"]);
  assert.equal(values("ProtectSystem"), ["strict"]);
  assert.equal(values("ProtectHome"), ["yes"]);
  assert.equal(values("NoNewPrivileges"), ["yes"]);
  assert.equal(values("CapabilityBoundingSet"), [""]);
  assert.equal(values("StateDirectory"), ["chat-server"]);
  assert.ok(values("Environment").includes("DATA_DIR=/var/lib/chat-server"));
});

test("V8 may write the code that it runs", () => {
  assert.equal(values("MemoryDenyWriteExecute"), []);
});

test("it is given longer to end than the server takes, and files for its connections", () => {
  assert.ok(Number(values("TimeoutStopSec")[0]) > 9);
  assert.ok(Number(values("LimitNOFILE")[0]) >= 65_536);
});

test("settings come from a file that need not be there", () => {
  assert.equal(values("EnvironmentFile"), ["-/etc/chat-server.env"]);
});

test("systemd, where there is one, understands every line and finds little exposed", () => {
  if (!hasSystemd) return;
  const path = join(temporaryFolder("chat-unit"), "chat-server.service");
  // The program need not be installed where the tests run.
  writeFileSync(path, UNIT.replace(/^ExecStart=.*$/m, "ExecStart=/bin/true"));
  const verified = spawnSync("systemd-analyze", ["verify", path], { encoding: "utf8" });
  const said = verified.stderr.split("\n").filter((line) => line.includes("chat-server.service"));
  assert.equal(said, []);
  const options = ["security", "--offline=true", `--threshold=${EXPOSURE_MAX}`, path];
  const judged = spawnSync("systemd-analyze", options, { encoding: "utf8" });
  assert.is(judged.status, 0, judged.stdout + judged.stderr);
});

test.run();
