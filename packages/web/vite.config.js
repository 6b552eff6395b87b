// How the page becomes static files: one script, one style sheet, hashed names, each pre-compressed.
// Knows nothing of the server but the paths that a development server passes on to it.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressAssets } from "./compress-assets.js";
import { minifyTwice } from "./minify-twice.js";
import { placePageSocket } from "./place-page-socket.js";
import { readyAtOnce } from "./ready-at-once.js";

const server = process.env.CHAT_SERVER ?? "http://localhost:8000";
const toServer = { target: server, ws: true };

/** Brings what the components call. Vite's own way would bring it into every file, the worker's too. */
const importH = () => ({
  name: "import-h",
  enforce: /** @type {const} */ ("pre"),
  /** @param {string} code @param {string} id */
  transform: (code, id) =>
    id.endsWith(".tsx") ? `${code}\nimport { Fragment, h } from "preact";` : undefined,
});

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  // Calls of `h` are smaller than those of the automatic runtime.
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
  },
  build: {
    // What the page asks of a browser anyway: `URL.canParse`, media queries by range.
    target: ["chrome123", "firefox120", "safari17.5", "ios17.5"],
    // The policy allows no inline script, and data addresses for images alone.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Scripts are made small by a plugin: what is left to do here is not to make them large again.
    minify: false,
    cssMinify: true,
    rolldownOptions: { output: { minify: { compress: false, mangle: false, codegen: true } } },
  },
  server: { proxy: { "/socket.io": toServer, "/api": toServer } },
  worker: { plugins: () => [minifyTwice()] },
  plugins: [importH(), placePageSocket(), minifyTwice(), readyAtOnce(), compressAssets()],
});
