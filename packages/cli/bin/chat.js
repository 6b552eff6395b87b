#!/usr/bin/env node
// The command `chat`: runs dist/chat.cjs with what V8 made of it when it was built. Plain CommonJS in a single file:
// each module more, and the loader of ES modules, would delay every command.

"use strict";

const { readFileSync } = require("node:fs");
const path = require("node:path");
const { Script } = require("node:vm");

const DIST = path.join(__dirname, "../dist");
const ID_LENGTH = 16;

const code = read("chat.cjs")?.toString("latin1");
if (code === undefined) {
  process.stderr.write("chat: chat is not built yet: run `npm run build` in the repository\n");
  process.exitCode = 1;
} else if (process.argv[2] === "join") {
  // The screen is in the other bundle, and this need not be found out by way of the first.
  void importScreenBundle().then(({ main }) => main(process.argv));
} else {
  void load(code).main(process.argv);
}

/**
 * Runs the code, a function of the three arguments of CommonJS and one; it begins with `//` and its id.
 *
 * @param {string} code
 * @returns {{ main: (argv: readonly string[]) => Promise<void> }}
 */
function load(code) {
  // Of another version of Node, or damaged, V8 leaves it aside and compiles. It does not notice other code of the same
  // length: hence the id.
  const cachedData = read(`chat-${code.slice(2, 2 + ID_LENGTH)}.cache`);
  const script = new Script(code, {
    filename: path.join(DIST, "chat.cjs"),
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, importScreenBundle);
  return module.exports;
}

/** Code that came out of a cache cannot import modules itself. */
function importScreenBundle() {
  return import("../dist/main.js");
}

/**
 * A file of the build, undefined where it is not there.
 *
 * @param {string} name
 */
function read(name) {
  try {
    return readFileSync(path.join(DIST, name));
  } catch {
    return undefined;
  }
}
