// The data of the app that the chat grew from, taken over as it is: what that app once wrote (entries.json, recorded from
// bench/peers/python-app.py), and where its modules are installed, what it writes while it runs beside this server.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { Redis as Client } from "ioredis";
import { type Socket, io } from "socket.io-client";
import * as assert from "uvu/assert";

import { ROOT } from "../../scripts/paths.js";
import { startChild, untilReady } from "../../test-support/child.ts";
import { freePort } from "../../test-support/free-port.ts";
import { type Redis, startRedis } from "../../test-support/redis.ts";
import { type Server, startServer } from "../../test-support/server.ts";
import { suite } from "../../test-support/suite.ts";

const test = suite("the old app's data", { needs: ["redis-server"], timeoutMs: 40_000 });

interface OldMessage {
  username: string;
  message: string;
  timestamp: string;
}

interface Message extends OldMessage {
  id: number;
  prev: number;
  room: string;
}

const RECORDED = fileURLToPath(new URL("entries.json", import.meta.url));
const PYTHON = "/usr/bin/python3";
const MODULES = "import fastapi, redis.asyncio, socketio, uvicorn";
const hasOldApp = spawnSync(PYTHON, ["-c", MODULES], { stdio: "ignore" }).status === 0;
const DAY_S = 86_400;

const sockets: Socket[] = [];
let redis: Redis;
let server: Server | undefined;
/** room → entries as the old app left them, newest first */
let recorded: Record<string, string[]>;

test.before.each(async () => {
  redis = await startRedis();
  recorded = JSON.parse(readFileSync(RECORDED, "utf8")) as typeof recorded;
  const client = new Client(redis.port);
  for (const [room, entries] of Object.entries(recorded)) {
    const key = `room:${room}:messages`;
    await client.rpush(key, ...entries);
    await client.expire(key, DAY_S);
  }
  client.disconnect();
});

test.after.each(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await server?.stop();
  server = undefined;
  await redis.stop();
});

async function historyOf(at: string, room: string): Promise<Message[]> {
  const answer = await fetch(`${at}/api/rooms/${encodeURIComponent(room)}/history?limit=100`);
  assert.is(answer.status, 200);
  return ((await answer.json()) as { messages: Message[] }).messages;
}

async function entriesOf(room: string): Promise<OldMessage[]> {
  const json = await redis.cli("--json", "LRANGE", `room:${room}:messages`, "0", "-1");
  return (JSON.parse(json) as string[]).map((entry) => JSON.parse(entry) as OldMessage);
}

/** What the old app recorded of a room, oldest first. */
function oldMessages(room: string): OldMessage[] {
  return (recorded[room] ?? []).map((entry) => JSON.parse(entry) as OldMessage).reverse();
}

test("every message is there, in its order, with its moment, from the first start on", async () => {
  server = await startServer({ env: { REDIS_URL: redis.url } });
  for (const room of ["general", "busy"]) {
    const messages = await historyOf(server.url, room);
    const old = oldMessages(room);
    assert.is(messages.length, old.length);
    let prev = 0;
    for (const [index, message] of messages.entries()) {
      assert.is(Date.parse(message.timestamp), Date.parse(old[index]?.timestamp ?? ""));
      assert.is(message.prev, prev);
      assert.ok(message.id > prev && Number.isSafeInteger(message.id));
      prev = message.id;
    }
  }
  const busy = await historyOf(server.url, "busy");
  assert.equal(
    busy.map(({ username, message }) => [username, message]),
    oldMessages("busy").map(({ username, message }) => [username, message]),
  );
});

test("texts stay as they were but for what controls terminals, names but for what no name may hold", async () => {
  server = await startServer({ env: { REDIS_URL: redis.url } });
  const messages = await historyOf(server.url, "general");
  assert.equal(
    messages.map(({ username }) => username),
    ["ada", "bob", "Zo\u00eb", "ada_lovelace", "bot_7", "ada", "ada"],
  );
  const old = oldMessages("general").map(({ message }) => message);
  assert.is(messages[2]?.message, old[2]);
  assert.is(messages[1]?.message, old[1], "line breaks and tabs stay");
  assert.is(messages[5]?.message, old[5], "longer than anybody may write today");
  assert.not.match(messages[4]?.message ?? "", "\u001b");
  assert.match(messages[4]?.message ?? "", "<b>markup</b> & more");
});

test("who joins gets it as the backlog, and what is written next follows on it", async () => {
  server = await startServer({ env: { REDIS_URL: redis.url } });
  const socket = io(server.url, { forceNew: true, transports: ["websocket"] });
  sockets.push(socket);
  const backlog = new Promise<{ messages: Message[] }>((resolve) => {
    socket.once("room_history", resolve);
  });
  await socket.emitWithAck("join", { room: "general", username: "eve" });
  const last = (await backlog).messages.at(-1);
  assert.is(last?.message, "last");
  const posted = { room: "general", message: "next" };
  const { message } = (await socket.emitWithAck("message", posted)) as { message: Message };
  assert.is(message.prev, last?.id);
});

test("an export takes it along", async () => {
  const program = `${ROOT}/packages/server/bin/chat-server.js`;
  const child = await startChild(process.execPath, [program, "export"], {
    env: { PATH: process.env["PATH"], REDIS_URL: redis.url },
  });
  assert.is((await child.exited).code, 0, child.logs);
  const texts = child.logs
    .split("\n")
    .filter((line) => line.startsWith('{"type":"message"'))
    .map((line) => JSON.parse(line) as Message);
  assert.is(texts.length, oldMessages("general").length + oldMessages("busy").length);
});

if (hasOldApp) {
  test("the old app and this server write into one room, and each reads what the other wrote", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const app = await startChild(PYTHON, [`${ROOT}/bench/peers/python-app.py`], {
      env: { ...process.env, PORT: String(port), REDIS_URL: redis.url },
    });
    try {
      const answers = () => fetch(`${url}/api/rooms/general/history`).then(({ ok }) => ok);
      await untilReady(app, "the old app", () => answers().catch(() => false), 20_000);
      const old = io(url, { forceNew: true, transports: ["websocket"] });
      sockets.push(old);
      const say = { room: "general", username: "ada", message: "from the old app" };
      await old.emitWithAck("message", say);

      server = await startServer({ env: { REDIS_URL: redis.url } });
      const before = await historyOf(server.url, "general");
      assert.is(before.at(-1)?.message, "from the old app");
      const posted = await fetch(`${server.url}/api/rooms/general/messages?username=eve`, {
        method: "POST",
        headers: { "Content-Type": "text/plain" },
        body: "from the new server",
      });
      assert.is(posted.status, 201);
      await old.emitWithAck("message", { ...say, message: "and again" });

      const last = ["from the old app", "from the new server", "and again"];
      const here = await historyOf(server.url, "general");
      assert.equal(
        here.slice(-3).map(({ message }) => message),
        last,
      );
      const there = await historyOf(url, "general");
      assert.equal(
        there.slice(-3).map(({ message }) => message),
        last,
      );
      assert.equal(
        (await entriesOf("general")).slice(0, 3).map(({ message }) => message),
        last.reverse(),
      );
    } finally {
      await app.kill();
    }
  });
}

test.run();
