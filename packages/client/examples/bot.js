// A bot on the client library: greets who comes, counts what is said, answers "!count".
// Run it: node packages/client/examples/bot.js [room] [server]

import { ChatClient } from "@chat/client";

const [room = "general", url = "http://localhost:8000"] = process.argv.slice(2);
const bot = new ChatClient({ url, username: "counter", backlog: 0 });
let messages = 0;

bot.listen((event) => {
  if (event.type === "connection") {
    const { status, error } = event.connection;
    console.error(error ? `${status}: ${error.message}` : status);
  }
  if (event.type !== "entry" || event.backlog) return;
  const { entry } = event;
  if (entry.type === "joined") bot.send(room, `Welcome, ${entry.username}!`);
  if (entry.type !== "message" || entry.message.username === "counter") return;
  messages++;
  if (entry.message.message === "!count") bot.send(room, `${messages} messages since I came.`);
});

process.once("SIGINT", () => void bot.close());
bot.connect();
try {
  await bot.connected(10_000);
  await bot.join(room);
  console.error(`in ${room}; Ctrl-C ends`);
} catch (error) {
  console.error(`bot: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
  await bot.close();
}
