// The example bot, run as a person would, against the real server.

import { fileURLToPath } from "node:url";

import * as assert from "uvu/assert";

import { startChild, type Child } from "../../../test-support/child.ts";
import { startServer, type Server } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { ChatClient } from "../src/chat-client.ts";
import { untilLines } from "./support/until.ts";

const test = suite("examples");
const BOT = fileURLToPath(new URL("../examples/bot.js", import.meta.url));
let server: Server;
let bot: Child | undefined;
let person: ChatClient | undefined;

test.before(async () => {
  server = await startServer();
});
test.after.each(async () => {
  await person?.close();
  bot?.signal("SIGINT");
  await bot?.exited;
});
test.after(() => server.stop().then(() => {}));

test("the bot greets who comes, counts what is said, and ends with Ctrl-C", async () => {
  person = new ChatClient({ url: server.url, username: "ada" });
  person.connect();
  await person.join("lobby");
  bot = await startChild(process.execPath, [BOT, "lobby", server.url]);
  await untilLines(person, "lobby", ["+counter"]);
  await person.send("lobby", "hi").stored;
  await person.send("lobby", "!count").stored;
  await untilLines(person, "lobby", ["+counter", "hi", "!count", "2 messages since I came."]);
  bot.signal("SIGINT");
  assert.equal(await bot.exited, { code: 0, signal: null });
});

test.run();
