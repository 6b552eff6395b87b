// Makes the code cache of dist/chat.cjs: runs short commands against a server that says yes to everything, then keeps
// what V8 has compiled by then. `node build/make-cache.js FILE`; the running of commands ends the process.

import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { Script } from "node:vm";

import { PACKAGE } from "./options.js";

const [file = ""] = process.argv.slice(2);
const program = `${PACKAGE}dist/chat.cjs`;

const stored = {
  id: 2,
  prev: 1,
  room: "r",
  username: "u",
  message: "m",
  timestamp: "2026-01-01T00:00:00.000Z",
};
const room = { room: "r", members: 1, lastMessageAt: stored.timestamp };
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(request.method === "POST" ? 201 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify({ message: stored, messages: [stored], rooms: [room] }));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const address = server.address();
const port = typeof address === "object" ? address?.port : 0;

const script = new Script(readFileSync(program, "latin1"), { filename: program });
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(program), module);

// What the commands would say is nothing to those who build them, and what those have set is nothing to the commands.
process.stdout.write = () => true;
for (const name of Object.keys(process.env)) if (name.startsWith("CHAT_")) delete process.env[name];
// Where no file can be: nothing is read, and no identity made.
process.env["XDG_CONFIG_HOME"] = process.env["APPDATA"] = program;
const commands = ["--version", "send r m", "history r", "rooms", "__complete -- send r"];
for (const command of commands) await run(command.split(" "));

const draft = `${file}.${process.pid}.tmp`;
writeFileSync(draft, script.createCachedData());
renameSync(draft, file);
server.close();
server.closeAllConnections();

/** @param {string[]} words */
async function run(words) {
  process.env["CHAT_SERVER"] = `http://127.0.0.1:${port}`;
  process.env["CHAT_USER"] = "u";
  const exit = process.exit.bind(process);
  /** @type {unknown} */
  let status;
  process.exit = /** @type {never} */ ((/** @type {unknown} */ code) => void (status = code));
  await /** @type {any} */ (module.exports).main([process.execPath, "chat", ...words]);
  process.exit = exit;
  process.removeAllListeners("SIGINT");
  // Less was compiled than might have been: the command works all the same.
  if (status !== 0) console.warn(`chat ${words.join(" ")} ended with ${String(status)}`);
}
