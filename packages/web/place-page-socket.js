// Keeps out of the page what most visits never need. socket.io-client is a third of what a phone would have to fetch: the
// page's own socket stands in its place, and loads the library itself where something on the way stops WebSockets.

import { fileURLToPath } from "node:url";

const PAGE_SOCKET = fileURLToPath(new URL("src/socket-io/page-socket.ts", import.meta.url));
const POLLING = fileURLToPath(new URL("src/socket-io/polling.ts", import.meta.url));
/** Lets a source rest that can. A browser's WebSocket cannot. */
const GULPS = fileURLToPath(new URL("../client/dist/gulps.js", import.meta.url));
const NO_GULPS = "export class Gulps { received() {} }";
/** Vite's way to fetch ahead what a script loaded later depends on, and where it names that. No script of the page does. */
const PRELOAD = "vite/preload-helper.js";
const PRELOADED = /,\s*__VITE_PRELOAD__(?:,\s*import\.meta\.url)?/g;

/** The Vite plugin. @returns {import("vite").Plugin} */
export function placePageSocket() {
  return {
    name: "place-page-socket",
    enforce: "pre",
    resolveId(source, importer) {
      return source === "socket.io-client" && importer !== POLLING ? PAGE_SOCKET : undefined;
    },
    renderChunk: (code) => ({ code: code.replace(PRELOADED, ""), map: null }),
    load(id) {
      if (id.endsWith(PRELOAD)) return "export const __vitePreload = (load) => load();";
      return id === GULPS ? NO_GULPS : undefined;
    },
  };
}
