// The whole command but its screen as one CommonJS file, dist/chat.cjs, and what V8 makes of it: it starts in half the
// time. Whatever leads to `chat join` starts over from the other bundle.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";

import { build as bundle } from "esbuild";

import { PACKAGE, commonOptions } from "./options.js";

const DIST = `${PACKAGE}dist`;

/**
 * Builds dist/chat.cjs and its cache. Each is replaced in one step: commands may start meanwhile.
 *
 * @param {readonly string[]} joinExports what commands/join.ts exports
 */
export async function buildQuickBundle(joinExports) {
  const { outputFiles } = await bundle({
    ...commonOptions,
    write: false,
    outfile: "dist/chat.cjs",
    format: "cjs",
    // Code that came out of a cache cannot import: modules of Node are required, as late as they would be imported.
    supported: { "dynamic-import": false },
    plugins: [...(commonOptions.plugins ?? []), handOver(joinExports)],
  });
  const text = outputFiles[0]?.text ?? "";
  const id = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const cache = `chat-${id}.cache`;
  replaceFile(
    "chat.cjs",
    `//${id}\n(function(exports,require,module,importScreenBundle){${text}\n})`,
  );
  const made = spawnSync(process.execPath, [`${PACKAGE}build/make-cache.js`, `${DIST}/${cache}`], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (made.status !== 0) throw new Error("the code cache could not be made");
  for (const name of readdirSync(DIST)) {
    if (/^chat-\w+\.cache$/.test(name) && name !== cache) rmSync(`${DIST}/${name}`);
  }
}

/**
 * Puts src/hand-over.ts in the place of the command that has the screen.
 *
 * @param {readonly string[]} names
 * @returns {import("esbuild").Plugin}
 */
function handOver(names) {
  return {
    name: "hand-over",
    setup(build) {
      build.onLoad({ filter: /[\\/]src[\\/]commands[\\/]join\.ts$/ }, () => ({
        contents: names
          .map((name) => `export { handOver as ${name} } from "../hand-over.ts";`)
          .join("\n"),
        resolveDir: `${PACKAGE}src/commands`,
      }));
    },
  };
}

/** @param {string} name @param {string} text */
function replaceFile(name, text) {
  const draft = `${DIST}/${name}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, `${DIST}/${name}`);
}
