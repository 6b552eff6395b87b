// test-timeout: 120s
// Several servers behind nginx, on one Redis and on a cluster: whichever server a client lands on and however it
// connects, all see the same messages in the same order.

import { type Socket, io } from "socket.io-client";
import * as assert from "uvu/assert";

import { type Nginx, startNginx } from "../test-support/nginx.ts";
import { startRedisCluster } from "../test-support/redis-cluster.ts";
import { startRedis } from "../test-support/redis.ts";
import { type Server, startServer } from "../test-support/server.ts";
import { suite } from "../test-support/suite.ts";

const MESSAGES = 40;
const BOUND_MS = 15_000;

interface Message {
  id: number;
  prev: number;
  message: string;
}

describeScaledOut("Three servers behind nginx on one Redis", () => startRedis());
describeScaledOut("Three servers behind nginx on a Redis Cluster", () => startRedisCluster());

function describeScaledOut(
  title: string,
  startStore: () => Promise<{ url: string; stop: () => Promise<unknown> }>,
): void {
  const test = suite(title, { needs: ["redis-server", "nginx"], timeoutMs: 60_000 });
  let store: Awaited<ReturnType<typeof startStore>>;
  let servers: Server[];
  let nginx: Nginx;
  const sockets: Socket[] = [];

  test.before(async () => {
    store = await startStore();
    const env = { REDIS_URL: store.url, RATE_LIMITS: "off" };
    servers = [];
    for (let i = 0; i < 3; i++) servers.push(await startServer({ env }));
    const [one, two, three] = servers.map(({ port }) => port) as [number, number, number];
    nginx = await startNginx([one, two, three]);
  });
  test.after.each(() => {
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  test.after(async () => {
    await nginx.stop();
    await Promise.all(servers.map((server) => server.stop()));
    await store.stop();
  });

  const open = async (url: string, transports: string[]) => {
    // As a browser does for the page that it got from this address.
    const extraHeaders = { Origin: url };
    const socket = io(url, { transports, forceNew: true, reconnection: false, extraHeaders });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    return socket;
  };

  test("WebSocket, long-polling and what upgrades from it see one order of all messages", async () => {
    const room = `order-${process.pid}`;
    const faces = [
      await open(nginx.url, ["websocket"]),
      await open(nginx.url, ["polling"]),
      await open(nginx.url, ["polling", "websocket"]),
      // And one on each server, so that every pair of servers is in it.
      ...(await Promise.all(servers.map(({ url }) => open(url, ["websocket"])))),
    ];
    const views = faces.map((socket) => collect(socket, MESSAGES * faces.length));
    for (const [index, socket] of faces.entries()) {
      const joined = (await socket.emitWithAck("join", { room, username: `user${index}` })) as {
        ok: boolean;
      };
      assert.is(joined.ok, true);
    }
    await Promise.all(
      faces.map(async (socket, index) => {
        for (let i = 0; i < MESSAGES; i++) {
          const answer = (await socket.emitWithAck("message", {
            room,
            message: `${index}:${i}`,
          })) as { ok: boolean };
          assert.is(answer.ok, true);
        }
      }),
    );
    const [first, ...others] = await Promise.all(views);
    for (const view of others) assert.equal(view, first);
    for (const [at, { prev }] of (first ?? []).entries()) {
      assert.is(prev, at === 0 ? 0 : first?.[at - 1]?.id);
    }
  });

  test("a name's connections on several servers are announced once, coming and going", async () => {
    const room = `presence-${process.pid}`;
    const [a, b, c] = servers as [Server, Server, Server];
    const observer = await open(a.url, ["websocket"]);
    const notices: string[] = [];
    observer.on("user_joined", ({ username, members }: { username: string; members: number }) =>
      notices.push(`+${username} ${members}`),
    );
    observer.on("user_left", ({ username, reason }: { username: string; reason: string }) =>
      notices.push(`-${username} ${reason}`),
    );
    await observer.emitWithAck("join", { room, username: "observer" });
    const there = await open(b.url, ["websocket"]);
    const elsewhere = await open(c.url, ["websocket"]);
    await there.emitWithAck("join", { room, username: "ada" });
    const answer = (await elsewhere.emitWithAck("join", { room, username: "ada" })) as {
      members: string[];
    };
    assert.equal(answer.members, ["ada", "observer"]);
    await there.emitWithAck("leave", { room });
    const left = new Promise((resolve) => observer.once("user_left", resolve));
    elsewhere.disconnect();
    await left;
    assert.equal(notices, ["+ada 2", "-ada disconnected"]);
  });
  test.run();
}

/** The first `count` messages that a connection hears. */
function collect(socket: Socket, count: number): Promise<Message[]> {
  const view: Message[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`heard ${view.length} of ${count} messages`));
    }, BOUND_MS);
    socket.on("message", ({ id, prev, message }: Message) => {
      view.push({ id, prev, message });
      if (view.length < count) return;
      clearTimeout(timer);
      resolve(view);
    });
  });
}
