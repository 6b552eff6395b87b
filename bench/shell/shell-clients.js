// The programs with which a script posts a message, and many: ours, curl to this server, mosquitto_pub to a broker.

import { fileURLToPath } from "node:url";

const CHAT = fileURLToPath(new URL("../../packages/cli/bin/chat.js", import.meta.url));
/** What curl puts in the place of the number of a line: it posts the same body each time. */
const BODY = JSON.stringify({ username: "curl", message: "x".repeat(64) });

/**
 * @typedef {object} ShellCommand
 * @property {string} program
 * @property {string[]} args
 * @property {string} [input] of standard input
 *
 * @typedef {object} ShellClient
 * @property {(port: number) => ShellCommand} [version] that does nothing but start
 * @property {(port: number) => ShellCommand} post one message, acknowledged
 * @property {(port: number, lines: number) => ShellCommand} postLines each a message of its own, acknowledged
 */

/** @type {Record<string, ShellClient>} */
export const shellClients = {
  chat: {
    version: () => chat(0, ["--version"]),
    post: (port) => chat(port, ["send", "bench", "x".repeat(64)]),
    postLines: (port, lines) => ({
      ...chat(port, ["send", "bench", "--lines"]),
      input: text(lines),
    }),
  },
  curl: {
    post: (port) => curl(`http://127.0.0.1:${port}/api/rooms/bench/messages`),
    postLines: (port, lines) =>
      curl(`http://127.0.0.1:${port}/api/rooms/bench/messages?line=[1-${lines}]`),
  },
  mosquitto_pub: {
    post: (port) => mosquitto(port, ["-m", "x".repeat(64)]),
    postLines: (port, lines) => ({ ...mosquitto(port, ["-l"]), input: text(lines) }),
  },
};

/** @param {number} port @param {string[]} args @returns {ShellCommand} */
function chat(port, args) {
  const flags = ["--server", `http://127.0.0.1:${port}`, "--user", "bench"];
  return { program: process.execPath, args: [CHAT, ...args, ...(port === 0 ? [] : flags)] };
}

/** @param {string} url @returns {ShellCommand} */
function curl(url) {
  const flags = ["-sS", "--fail", "-o", "/dev/null", "-H", "content-type: application/json"];
  return { program: "curl", args: [...flags, "-d", BODY, url] };
}

/** QoS 1: done when the broker has it. @param {number} port @param {string[]} args @returns {ShellCommand} */
function mosquitto(port, args) {
  const flags = ["-h", "127.0.0.1", "-p", String(port), "-t", "bench", "-q", "1"];
  return { program: "mosquitto_pub", args: [...flags, ...args] };
}

/** @param {number} lines */
function text(lines) {
  return Array.from({ length: lines }, (_, index) => `${index + 1}`.padEnd(64, "x")).join("\n");
}
