// How the page becomes static files: one script, one style sheet, hashed names, each pre-compressed.
// Knows nothing of the server but the paths that a development server passes on to it.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressAssets } from "./compress-assets.js";
import { placePageSocket } from "./place-page-socket.js";

const server = process.env.CHAT_SERVER ?? "http://localhost:8000";
const toServer = { target: server, ws: true };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  resolve: {
    alias: {
      // useChat needs one hook of React's; the page brings that one on Preact's.
      react: fileURLToPath(new URL("src/external-store.ts", import.meta.url)),
    },
  },
  // Calls of `h` are smaller than those of the automatic runtime.
  oxc: {
    jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" },
    jsxInject: 'import { Fragment, h } from "preact";',
  },
  build: {
    // `URL.canParse` and `light-dark()` ask for as much.
    target: ["chrome123", "firefox120", "safari17.5"],
    // The policy allows no inline script, and data addresses for images alone.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/socket.io": toServer, "/api": toServer } },
  plugins: [placePageSocket(), compressAssets()],
});
