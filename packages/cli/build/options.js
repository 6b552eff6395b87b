// What both bundles of the command have in common.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the package, with a slash at its end. */
export const PACKAGE = fileURLToPath(new URL("..", import.meta.url));

const { version } = JSON.parse(readFileSync(`${PACKAGE}package.json`, "utf8"));

/**
 * What is imported at the top and needed late or never, and would cost every start its time: `child_process`, which
 * commander has for commands that are programs of their own (there are none here; 4 ms), and string-width, which
 * compiles what it knows of emoji (20 ms; plain ASCII is measured without it).
 *
 * @type {import("esbuild").Plugin}
 */
const lateModules = {
  name: "late-modules",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: "spawn", namespace: "late" } : undefined,
    );
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer.startsWith(`${PACKAGE}src`) ? { path: "width", namespace: "late" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({
      contents: late[path],
      resolveDir: PACKAGE,
    }));
  },
};

/** @type {Record<string, string>} */
const late = {
  spawn: 'exports.spawn = (...args) => require("child_process").spawn(...args);',
  width: `let measure;
    export default (...args) => (measure ??= require("string-width").default)(...args);`,
};

/** @type {import("esbuild").BuildOptions} */
export const commonOptions = {
  absWorkingDir: PACKAGE,
  entryPoints: ["src/main.ts"],
  bundle: true,
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
  alias: { ...sourcesOf("protocol"), ...sourcesOf("client") },
  plugins: [lateModules],
  metafile: true,
  logLevel: "warning",
};

/**
 * The sources of what another package offers, by the names it is imported by.
 *
 * @param {string} folder
 * @returns {Record<string, string>}
 */
function sourcesOf(folder) {
  const manifest = JSON.parse(readFileSync(`${PACKAGE}../${folder}/package.json`, "utf8"));
  const entries = Object.entries(manifest.exports).map(([path, { default: built }]) => {
    const source = built.replace("./dist/", "src/").replace(/js$/, "ts");
    return [`${manifest.name}${path.slice(1)}`, `${PACKAGE}../${folder}/${source}`];
  });
  return Object.fromEntries(entries);
}
