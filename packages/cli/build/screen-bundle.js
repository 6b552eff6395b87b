// The whole command as ES modules: one entry, and chunks that are loaded when they are needed. Ink awaits at its top
// level, which CommonJS cannot: `chat join` runs from here.

import { readdirSync, rmSync } from "node:fs";

import { build } from "esbuild";

import { PACKAGE, commonOptions } from "./options.js";

const CHUNKS = `${PACKAGE}dist/chunks`;

/**
 * Builds dist/main.js and its chunks.
 *
 * @returns {Promise<string[]>} what commands/join.ts exports
 */
export async function buildScreenBundle() {
  const { metafile } = await build({
    ...commonOptions,
    metafile: true,
    outdir: "dist",
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    format: "esm",
    // CommonJS packages inside an ES module ask for these.
    banner: {
      js: 'import{createRequire as chatRequire}from"node:module";const require=chatRequire(import.meta.url);',
    },
  });
  // Chunks are named by their content: those of earlier builds would pile up. They go last, so that a command that
  // starts meanwhile finds what it needs.
  for (const name of existing(CHUNKS)) {
    if (!metafile.outputs[`dist/chunks/${name}`]) rmSync(`${CHUNKS}/${name}`);
  }
  const outputs = Object.values(metafile.outputs);
  const join = outputs.find(({ entryPoint }) => entryPoint === "src/commands/join.ts");
  if (join === undefined) throw new Error("src/commands/join.ts is no chunk of the bundle");
  return join.exports;
}

/** @param {string} folder */
function existing(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
