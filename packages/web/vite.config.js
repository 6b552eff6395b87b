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
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    // The policy allows no inline script, and data addresses for images alone.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { "/socket.io": toServer, "/api": toServer } },
  plugins: [placePageSocket(), compressAssets()],
});
