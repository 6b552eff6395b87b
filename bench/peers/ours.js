// This repository's server, as people start it, on Redis or on its embedded store.

import { fileURLToPath } from "node:url";

import { Process, freePort, temporaryFolder } from "./process.js";
import { startRedis } from "./redis.js";

const PROGRAM = fileURLToPath(new URL("../../packages/server/bin/chat-server.js", import.meta.url));

/** @type {import("./index.js").Peer} */
export const oursOnRedis = {
  name: "ours",
  title: "this server on Redis",
  protocol: "socket.io",
  history: true,
  needs: ["redis-server"],
  async start(options) {
    const redis = await startRedis();
    const servers = await startServers({ REDIS_URL: redis.url }, options);
    return { ...servers, redis: redis.process };
  },
};

/** @type {import("./index.js").Peer} */
export const oursEmbedded = {
  name: "embedded",
  title: "this server on its embedded store",
  protocol: "socket.io",
  history: true,
  needs: [],
  async start(options) {
    return startServers({ STORE: "embedded", DATA_DIR: temporaryFolder() }, options);
  },
};

/**
 * @param {Record<string, string>} store
 * @param {import("./index.js").StartOptions} options
 */
async function startServers(store, { nodes = 1, descriptors, profileTo }) {
  const profile = profileTo === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileTo}`];
  const ports = await Promise.all(Array.from({ length: nodes }, freePort));
  const servers = await Promise.all(
    ports.map(async (port) =>
      new Process(process.execPath, [...profile, PROGRAM], {
        env: { PORT: String(port), RATE_LIMITS: "off", LOG_LEVEL: "error", ...store },
        ...(descriptors === undefined ? {} : { descriptors }),
      }).listening(port),
    ),
  );
  return { ports, servers };
}
