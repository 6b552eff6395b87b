// Keeps out of the page what most visits never need. socket.io-client is a third of what a phone would have to fetch: the
// page's own socket stands in its place, and loads the library itself where something on the way stops WebSockets.

import { fileURLToPath } from "node:url";

const PAGE_SOCKET = fileURLToPath(new URL("src/socket-io/page-socket.ts", import.meta.url));
/** The file of the client whose place it takes. */
const CLIENTS_SOCKET = fileURLToPath(new URL("../client/dist/open-socket.js", import.meta.url));
/** Vite's way to fetch ahead what a script loaded later depends on, and where it names that. No script of the page does. */
const PRELOAD = "vite/preload-helper.js";
const PRELOADED = /,\s*__VITE_PRELOAD__(?:,\s*import\.meta\.url)?/g;

/** The Vite plugin. @returns {import("vite").Plugin} */
export function placePageSocket() {
  return {
    name: "place-page-socket",
    enforce: "pre",
    renderChunk: (code) => ({ code: code.replace(PRELOADED, ""), map: null }),
    load(id) {
      if (id.endsWith(PRELOAD)) return "export const __vitePreload = (load) => load();";
      if (id !== CLIENTS_SOCKET) return undefined;
      return `export { openSocket } from ${JSON.stringify(PAGE_SOCKET)};`;
    },
  };
}
