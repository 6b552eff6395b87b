// This repository's server, as people start it, on Redis or on its embedded store.

import { fileURLToPath } from "node:url";

import { assertMayHold } from "./cpu-quota.js";
import { Process, freePort, temporaryFolder } from "./process.js";
import { startRedis } from "./redis.js";

const PROGRAM = fileURLToPath(new URL("../../packages/server/bin/chat-server.js", import.meta.url));

/** @type {import("./index.js").Peer} */
export const oursOnRedis = createOursOnRedis("ours", "this server on Redis", PROGRAM);

/** @type {import("./index.js").Peer} */
export const oursEmbedded = {
  name: "embedded",
  title: "this server on its embedded store",
  protocol: "socket.io",
  history: true,
  needs: [],
  async start(options) {
    return startServers(PROGRAM, { STORE: "embedded", DATA_DIR: temporaryFolder() }, options);
  },
};

/**
 * This server on Redis, started from any build of it.
 *
 * @param {string} name
 * @param {string} title
 * @param {string} program the path of chat-server.js
 * @returns {import("./index.js").Peer}
 */
export function createOursOnRedis(name, title, program) {
  return {
    name,
    title,
    protocol: "socket.io",
    history: true,
    needs: ["redis-server"],
    async start(options) {
      if (options.coresEach !== undefined) assertMayHold();
      const redis = await startRedis();
      const servers = await startServers(program, { REDIS_URL: redis.url }, options);
      return { ...servers, redis: redis.process };
    },
  };
}

/**
 * @param {string} program
 * @param {Record<string, string>} store
 * @param {import("./index.js").StartOptions} options
 */
async function startServers(program, store, options) {
  const { nodes = 1, coresEach, descriptors, rateLimits, profileTo } = options;
  const profile = profileTo === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileTo}`];
  const ports = await Promise.all(Array.from({ length: nodes }, freePort));
  const servers = await Promise.all(
    ports.map(async (port) =>
      new Process(process.execPath, [...profile, program], {
        env: {
          PORT: String(port),
          RATE_LIMITS: rateLimits ? "on" : "off",
          LOG_LEVEL: "error",
          ...store,
        },
        ...(descriptors === undefined ? {} : { descriptors }),
      }).listening(port),
    ),
  );
  if (coresEach !== undefined) for (const server of servers) server.holdTo(coresEach);
  return { ports, servers };
}
