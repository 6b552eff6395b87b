// The lockfile has to serve every machine, whichever one wrote it: where a registry lags behind, npm leaves out the
// binaries of other platforms without a word, and `npm ci` fails there and here.

import { readFileSync } from "node:fs";
import * as assert from "uvu/assert";

import { ROOT } from "../scripts/paths.js";
import { suite } from "../test-support/suite.ts";

interface Entry {
  version?: string;
  resolved?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
}

const test = suite("package-lock.json");
const { packages } = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, "utf8")) as {
  packages: Record<string, Entry>;
};

test("the binaries of every platform are locked", () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !isLocked(path, name)),
  );
  assert.equal(missing, []);
});

test("nothing says where to download from", () => {
  const addresses = Object.values(packages)
    .map(({ resolved }) => resolved ?? "")
    .filter((resolved) => resolved.includes("://"));
  assert.equal(addresses, []);
});

/** Whether `name` is found from `path` the way Node looks for it: here, or in a folder above. */
function isLocked(path: string, name: string): boolean {
  const parts = path.split("/node_modules/");
  for (let depth = parts.length; depth > 0; depth--) {
    const folder = parts.slice(0, depth).join("/node_modules/");
    if (`${folder}/node_modules/${name}` in packages) return true;
  }
  return `node_modules/${name}` in packages;
}

test.run();
