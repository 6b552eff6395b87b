// The servers under test, and which of them can run here.

import { spawnSync } from "node:child_process";

import { inspircd, mosquitto, pythonApp } from "./debian-peers.js";
import { bareWs, plainSocketIo } from "./node-peers.js";
import { oursEmbedded, oursOnRedis } from "./ours.js";

/**
 * @typedef {object} StartOptions
 * @property {number} [nodes] how many server processes share the store
 * @property {number} [coresEach] to how much CPU time each of them is held; needs root
 * @property {number} [descriptors] the most files each may open
 * @property {boolean} [rateLimits] whether this server keeps its rate limits; off where absent
 * @property {string} [profileTo] a folder for CPU profiles, written when the server ends
 *
 * @typedef {object} Running
 * @property {number[]} ports
 * @property {import("./process.js").Process[]} servers
 * @property {import("./process.js").Process} [redis]
 *
 * @typedef {object} Peer
 * @property {string} name a short word for tables and arguments
 * @property {string} title
 * @property {"socket.io" | "ws" | "irc" | "mqtt"} protocol
 * @property {boolean} history whether it keeps messages
 * @property {string[]} needs programs
 * @property {string[]} [pythonModules] of Debian's Python
 * @property {(options: StartOptions) => Promise<Running>} start
 */

/** In the order of the tables. @type {readonly Peer[]} */
export const peers = [
  oursOnRedis,
  oursEmbedded,
  bareWs,
  plainSocketIo,
  pythonApp,
  mosquitto,
  inspircd,
];

/** What is missing to run a peer here, as one word for people; undefined where nothing is. @param {Peer} peer */
export function missingFor(peer) {
  for (const program of peer.needs) {
    const path = `${process.env["PATH"] ?? ""}:/usr/sbin`;
    const found = spawnSync("which", [program], { env: { ...process.env, PATH: path } });
    if (found.status !== 0) return program;
  }
  for (const module of peer.pythonModules ?? []) {
    const found = spawnSync("/usr/bin/python3", ["-c", `import ${module}`], { stdio: "ignore" });
    if (found.status !== 0) return `python3-${module}`;
  }
  return undefined;
}
