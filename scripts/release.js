// `npm run release -- X.Y.Z`: says what a release would do and what stands in its way. With `--yes` it does it: the version
// in every manifest, a commit, a tag, the tarballs. It sends nothing anywhere: docs/releasing.md has the rest.

import "./node-version.js";

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { ROOT } from "./paths.js";
import { findChangelogFault, notesOf } from "./release/changelog.js";
import { isAfter, isVersion, readVersion, writeVersion } from "./release/versions.js";

const USAGE = "Usage: npm run release -- X.Y.Z [--yes] [--no-pack]";
const options = /** @type {const} */ ({
  yes: { type: "boolean", default: false },
  "no-pack": { type: "boolean", default: false },
});

const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [version = "", ...more] = positionals;
if (!isVersion(version) || more.length > 0) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const changelog = readFileSync(`${ROOT}/CHANGELOG.md`, "utf8");
  const faults = findFaults(changelog);
  for (const fault of faults) console.error(`✗ ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else if (values.yes) release();
  else announce(changelog);
}

/** @param {string} changelog */
function findFaults(changelog) {
  const now = readVersion();
  return [
    version === now || isAfter(version, now) ? "" : `${version} does not come after ${now}.`,
    findChangelogFault(changelog, version),
    git("tag", "--list", `v${version}`) === "" ? "" : `The tag v${version} is there already.`,
    git("status", "--porcelain") === "" ? "" : "There are changes that are not committed.",
  ].filter((fault) => fault !== "");
}

/** @param {string} changelog */
function announce(changelog) {
  console.log(`A release of ${version} would
- write ${version} into every package.json and into package-lock.json (now ${readVersion()})
- commit that as "release: ${version}" and tag it v${version}${values["no-pack"] ? "" : "\n- build and pack the tarballs into dist/"}

Nothing is done without --yes, and nothing is sent anywhere even then. Run \`npm run check\` first. The notes are:

${notesOf(changelog, version)}`);
}

function release() {
  const files = writeVersion(version);
  if (git("status", "--porcelain", "--", ...files) !== "") {
    git("commit", "-q", "-m", `release: ${version}`, "--", ...files);
  }
  git("tag", "-a", `v${version}`, "-m", version);
  console.log(`✓ ${version} is committed and tagged v${version}`);
  if (values["no-pack"]) return;
  execFileSync(process.execPath, [`${ROOT}/scripts/pack.js`], { stdio: "inherit" });
}

/** @param {string[]} words */
function git(...words) {
  return execFileSync("git", words, { cwd: ROOT, encoding: "utf8" }).trim();
}
