// The chat as one writes it in an evening with Socket.IO and ioredis: store, then emit to the room. One server, no
// ids, no dedupe, no order across servers. The measure of what this repository's server has to beat.

import { createServer } from "node:http";

import { Redis } from "ioredis";
import { Server } from "socket.io";

const HISTORY_LIMIT = 100;
const TTL_SECONDS = 86_400;

const redis = new Redis(process.env["REDIS_URL"] ?? "redis://127.0.0.1:6379");
const http = createServer((request, response) => {
  void answer(request.url ?? "/", response);
});
const io = new Server(http);

io.on("connection", (socket) => {
  /** @type {Map<string, string>} */
  const joined = new Map();

  socket.on("join", async ({ room, username }, acknowledge) => {
    await socket.join(room);
    joined.set(room, username);
    socket.emit("room_history", { room, messages: await readHistory(room, HISTORY_LIMIT) });
    io.to(room).emit("user_joined", { room, username, timestamp: new Date().toISOString() });
    acknowledge?.({ ok: true });
  });

  socket.on("leave", async ({ room }, acknowledge) => {
    await socket.leave(room);
    joined.delete(room);
    io.to(room).emit("user_left", { room, timestamp: new Date().toISOString() });
    acknowledge?.({ ok: true });
  });

  socket.on("message", async ({ room, username, message }, acknowledge) => {
    const stored = { room, username, message, timestamp: new Date().toISOString() };
    const key = `room:${room}:messages`;
    await redis.lpush(key, JSON.stringify(stored));
    await redis.ltrim(key, 0, HISTORY_LIMIT - 1);
    await redis.expire(key, TTL_SECONDS);
    io.to(room).emit("message", stored);
    acknowledge?.({ ok: true });
  });

  socket.on("disconnect", () => {
    for (const [room, username] of joined) {
      io.to(room).emit("user_left", { room, username, timestamp: new Date().toISOString() });
    }
  });
});

http.listen(Number(process.env["PORT"]), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));

/** @param {string} room @param {number} limit */
async function readHistory(room, limit) {
  const entries = await redis.lrange(`room:${room}:messages`, 0, limit - 1);
  return entries.map((entry) => JSON.parse(entry)).reverse();
}

/** @param {string} url @param {import("node:http").ServerResponse} response */
async function answer(url, response) {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const room = /^\/api\/rooms\/([^/]+)\/history$/.exec(pathname)?.[1];
  if (room === undefined) {
    response.writeHead(404).end();
    return;
  }
  const messages = await readHistory(room, Number(searchParams.get("limit") ?? 50));
  const body = JSON.stringify({ room, messages });
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
