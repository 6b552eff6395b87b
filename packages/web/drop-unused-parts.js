// Leaves out of the page what socket.io-client brings along and the chat never uses: every byte is paid on a phone.
// Works on the library's own files by path; where they move, the page grows again and stays whole.

// The server speaks no HTTP/3, and no message of the chat is binary. A binary packet is a fault of the server: the
// library answers an error in the parser by closing the connection.
const PARTS = [
  ["/engine.io-client/build/esm/transports/webtransport.js", "export const WT = undefined;"],
  [
    "/socket.io-parser/build/esm/binary.js",
    `const refuse = () => { throw new Error("binary"); };
     export { refuse as deconstructPacket, refuse as reconstructPacket };`,
  ],
  [
    "/socket.io-parser/build/esm/is-binary.js",
    "const no = () => false; export { no as isBinary, no as hasBinary };",
  ],
];

/** The Vite plugin. @returns {import("vite").Plugin} */
export function dropUnusedParts() {
  return {
    name: "drop-unused-parts",
    apply: "build",
    load(id) {
      return PARTS.find(([path]) => id.endsWith(path))?.[1];
    },
  };
}
