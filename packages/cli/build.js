// Bundles the command into dist/: one small entry, and a chunk for each command that is loaded only when it runs.
// Knows nothing of types; `tsc -b` checks those.

import { readFileSync, readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const { version } = JSON.parse(readFileSync(`${here}package.json`, "utf8"));

const { metafile } = await build({
  metafile: true,
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  jsx: "automatic",
  define: {
    CHAT_VERSION: JSON.stringify(version),
    // The development build of React is five times the size, and slower.
    "process.env.NODE_ENV": '"production"',
    // Ink's bridge to a debugger that is not part of the bundle.
    "process.env.DEV": '"false"',
  },
  external: ["react-devtools-core"],
  // Sources, not what an earlier type check emitted: the bundle depends on no other build step.
  alias: {
    "@chat/protocol": `${here}../protocol/src/index.ts`,
    "@chat/client": `${here}../client/src/index.ts`,
    "@chat/client/react": `${here}../client/src/use-chat.ts`,
  },
  // CommonJS packages inside an ES module ask for these.
  banner: {
    js: 'import{createRequire as chatRequire}from"node:module";const require=chatRequire(import.meta.url);',
  },
  logLevel: "warning",
});

// Chunks are named by their content: those of earlier builds would pile up. They go last, so that a command that
// starts meanwhile finds what it needs.
for (const name of existing(`${here}dist/chunks`)) {
  if (!metafile.outputs[`dist/chunks/${name}`]) rmSync(`${here}dist/chunks/${name}`);
}

function existing(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
