// `npm run release` in a clone of the repository: what it refuses, what it says, what it does.

import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { ROOT } from "../scripts/paths.js";
import { findChangelogFault, notesOf } from "../scripts/release/changelog.js";
import { isAfter } from "../scripts/release/versions.js";
import { suite } from "../test-support/suite.ts";
import { temporaryFolder } from "../test-support/temporary-folder.ts";

const NEW = "97.1.0";
const clone = `${temporaryFolder("chat-release")}/chat`;
const test = suite("a release", { timeoutMs: 30_000 });

test.before(() => {
  execFileSync("git", ["clone", "-q", "--depth", "1", `file://${ROOT}`, clone]);
});

test("is refused where the changelog has no section with a date and a note", () => {
  assert.match(findChangelogFault("# Changelog\n", NEW), "no section");
  assert.match(findChangelogFault(`## [${NEW}] - unreleased\n- x\n`, NEW), "no date");
  assert.match(findChangelogFault(`## [${NEW}] - 2026-11-22\n\n## [0.1.0]\n- x`, NEW), "nothing");
  const good = `# Changelog\n\n## [${NEW}] - 2026-11-22\n\n- one\n\n## [0.1.0] - 2026-01-01\n\n- old`;
  assert.is(findChangelogFault(good, NEW), "");
  assert.is(notesOf(good, NEW), "- one");
});

test("comes after the one before, number by number", () => {
  assert.ok(isAfter("0.10.0", "0.9.9"));
  assert.ok(isAfter("1.0.0", "0.99.99"));
  assert.not.ok(isAfter("0.9.9", "0.10.0"));
  assert.not.ok(isAfter("1.0.0", "1.0.0"));
});

test("names all that stands in its way, and does nothing", () => {
  writeFileSync(`${clone}/stray`, "");
  const { status, output } = release("0.0.0");
  assert.is(status, 1);
  for (const fault of ["does not come after", "no section", "not committed"]) {
    assert.match(output, fault);
  }
  execFileSync("rm", [`${clone}/stray`]);
  assert.is(release("latest").status, 2);
});

test("says what it would do, and changes nothing without --yes", () => {
  const changelog = readFileSync(`${clone}/CHANGELOG.md`, "utf8");
  const section = `## [${NEW}] - 2026-11-22\n\n### Added\n\n- Something new.\n\n`;
  const at = changelog.indexOf("## ");
  writeFileSync(`${clone}/CHANGELOG.md`, changelog.slice(0, at) + section + changelog.slice(at));
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qam", "changelog: a version");
  const { status, output } = release(NEW);
  assert.is(status, 0, output);
  assert.match(output, "Something new.");
  assert.is(git("status", "--porcelain") + git("tag", "--list"), "");
});

test("with --yes puts the version everywhere, commits and tags", () => {
  const { status, output } = release(NEW, "--yes", "--no-pack");
  assert.is(status, 0, output);
  assert.is(git("status", "--porcelain"), "");
  assert.is(git("describe", "--exact-match"), `v${NEW}`);
  const changed = git("show", "--name-only", "--format=%s").split("\n");
  assert.is(changed[0], `release: ${NEW}`);
  for (const file of changed.slice(2)) {
    const text = readFileSync(`${clone}/${file}`, "utf8");
    assert.match(text, `"version": "${NEW}"`, file);
    assert.not.match(text, /"@chat\/\w+": "(?!97\.1\.0)\d/, file);
  }
  const { packages } = JSON.parse(readFileSync(`${clone}/package-lock.json`, "utf8")) as {
    packages: Record<string, { version?: string }>;
  };
  const own = Object.entries(packages).filter(([path]) => !path.includes("node_modules/"));
  assert.ok(own.length > 5);
  for (const [path, { version }] of own) assert.is(version, NEW, path);
});

test.run();

function release(...args: string[]): { status: number | null; output: string } {
  const who = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b.c" };
  const env = { ...process.env, ...who, GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b.c" };
  const script = `${clone}/scripts/release.js`;
  const ran = spawnSync(process.execPath, [script, ...args], { env, encoding: "utf8" });
  return { status: ran.status, output: ran.stdout + ran.stderr };
}

function git(...words: string[]): string {
  return execFileSync("git", words, { cwd: clone, encoding: "utf8" }).trim();
}
