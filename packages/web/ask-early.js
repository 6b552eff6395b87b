// Lets the browser of somebody who has been here fetch the chat's file together with the page's first one, which would
// ask for it only once it runs: a round trip less. A newcomer sees the form, and has no use for the chat yet.

import { createHash } from "node:crypto";

/** Where the page remembers who one is; see saved-state.ts. */
const IDENTITY = "chat.identity";

/** The Vite plugin. @returns {import("vite").Plugin} */
export function askEarly() {
  let fileName = "";
  return {
    name: "ask-early",
    apply: "build",
    enforce: "pre",
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const chat = files.find((file) => file.type === "chunk" && file.name === "chat-screen");
      if (chat === undefined) throw new Error("The build has no script named chat-screen.");
      const address = JSON.stringify(chat.fileName.replace(/^assets\//, "./"));
      const source = `try{null!==localStorage.getItem("${IDENTITY}")&&import(${address}).catch(()=>{})}catch{}`;
      const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8);
      fileName = `assets/early-${hash}.js`;
      this.emitFile({ type: "asset", fileName, source });
    },
    // Where Vite serves the page itself, the page's first file asks, as it does in the end everywhere.
    transformIndexHtml: () => [
      {
        tag: "script",
        attrs: { type: "module", async: true, crossorigin: true, src: `./${fileName}` },
        injectTo: "head",
      },
    ],
  };
}
