// The two servers in Node that this one is compared with.

import { fileURLToPath } from "node:url";

import { Process, freePort } from "./process.js";
import { startRedis } from "./redis.js";

/** @type {import("./index.js").Peer} */
export const bareWs = {
  name: "ws",
  title: "bare ws, framed once",
  protocol: "ws",
  history: false,
  needs: [],
  start: async (options) => startNode("bare-ws-server.js", {}, options),
};

/** @type {import("./index.js").Peer} */
export const plainSocketIo = {
  name: "socketio",
  title: "Socket.IO + ioredis, straightforward",
  protocol: "socket.io",
  history: true,
  needs: ["redis-server"],
  async start(options) {
    const redis = await startRedis();
    const server = await startNode("plain-socket-io-server.js", { REDIS_URL: redis.url }, options);
    return { ...server, redis: redis.process };
  },
};

/**
 * @param {string} file
 * @param {Record<string, string>} env
 * @param {import("./index.js").StartOptions} options
 */
async function startNode(file, env, { descriptors, profileTo }) {
  const program = fileURLToPath(new URL(file, import.meta.url));
  const profile = profileTo === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileTo}`];
  const port = await freePort();
  const server = new Process(process.execPath, [...profile, program], {
    env: { PORT: String(port), ...env },
    ...(descriptors === undefined ? {} : { descriptors }),
  });
  return { ports: [port], servers: [await server.listening(port)] };
}
