// What is asked of the kernel so that a process has a part of a core, in the forms of both versions of its control groups.

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as assert from "uvu/assert";

import { holdToCores } from "../../bench/peers/cpu-quota.js";
import { suite } from "../../test-support/suite.ts";

const test = suite("holdToCores");

let root: string;

test.before.each(() => {
  root = mkdtempSync(join(tmpdir(), "chat-test-"));
});
test.after.each(() => rmSync(root, { recursive: true }));

/** The files of the only group in a folder, by name. */
function groupIn(folder: string): Record<string, string> {
  const [group = "none"] = readdirSync(folder).filter((name) => name.startsWith("chat-bench-"));
  const path = join(folder, group);
  return Object.fromEntries(
    readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]),
  );
}

test("in the first version a group has a quota, a period and the process", () => {
  mkdirSync(join(root, "cpu"));
  holdToCores(4321, 0.25, root);
  assert.equal(groupIn(join(root, "cpu")), {
    "cpu.cfs_period_us": "5000",
    "cpu.cfs_quota_us": "1250",
    "cgroup.procs": "4321",
  });
});

test("in the second version both stand in one line, and groups may have CPU limits", () => {
  writeFileSync(join(root, "cgroup.controllers"), "cpu memory\n");
  holdToCores(4321, 1.5, root);
  assert.equal(groupIn(root), { "cpu.max": "7500 5000", "cgroup.procs": "4321" });
  assert.is(readFileSync(join(root, "cgroup.subtree_control"), "utf8"), "+cpu");
});

test("where there are no control groups it says what is missing", () => {
  assert.throws(() => holdToCores(4321, 1, root), /^only root may limit/);
});

test.run();
