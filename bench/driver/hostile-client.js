// One hostile connection: floods, reads nothing, sends garbage, or stays half-open. When the server ends it, it comes
// back a second later. Raw TCP: it keeps to no rules.

import { randomBytes } from "node:crypto";
import { connect } from "node:net";

import { toClientFrame, toUpgradeRequest } from "./websocket.js";

/** @typedef {"flood" | "unread" | "garbage" | "halfOpen"} Kind */

/** @type {readonly Kind[]} */
export const kinds = ["flood", "unread", "garbage", "halfOpen"];

const COME_BACK_MS = 1_000;
const PATH = "/socket.io/?EIO=4&transport=websocket";
const FRAMES_AT_ONCE = 50;
/** How much garbage there is, made once. */
const GARBAGE_BYTES = 1 << 16;
const garbage = randomBytes(GARBAGE_BYTES);
const senseless = [
  "42",
  '42["join",{"__proto__":{"polluted":1},"room":{}}]',
  `42["message",${"[".repeat(5_000)}${"]".repeat(5_000)}]`,
  '451-["message",{"_placeholder":true,"num":0}]',
  "9",
  "41",
].map(toClientFrame);
const halfOpenings = ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", toUpgradeRequest(PATH, 0)];

/** What all hostile connections of this process did. */
export const deeds = { opened: 0, ended: 0, bytes: 0 };

/** A hostile connection, and those that follow it. */
export class HostileClient {
  #kind;
  #port;
  #room;
  #address;
  #number;
  /** @type {import("node:net").Socket | undefined} */
  #socket;
  /** How far it is in: the WebSocket is open, the room is joined. @type {"out" | "open" | "in"} */
  #stage = "out";
  #closed = false;

  /**
   * @param {Kind} kind
   * @param {{ port: number, room: string, address: string, number: number }} place address: where it comes from
   */
  constructor(kind, { port, room, address, number }) {
    this.#kind = kind;
    this.#port = port;
    this.#room = room;
    this.#address = address;
    this.#number = number;
  }

  open() {
    if (this.#closed) return;
    const socket = connect({
      port: this.#port,
      host: "127.0.0.1",
      localAddress: this.#address,
    });
    this.#socket = socket;
    this.#stage = "out";
    socket.on("connect", () => this.#begin(socket));
    socket.on("data", (data) => this.#enter(socket, data));
    socket.on("error", () => {});
    socket.on("close", () => {
      deeds.ended++;
      this.#socket = undefined;
      if (!this.#closed) setTimeout(() => this.open(), COME_BACK_MS).unref();
    });
  }

  /** Does its worst once more, unless the server has not read the last of it. */
  act() {
    const socket = this.#socket;
    if (!socket?.writable || socket.writableLength > 0 || this.#stage !== "in") return;
    if (this.#kind === "flood") this.#write(socket, this.#flood());
    else if (this.#kind === "unread") this.#write(socket, this.#ask());
    else if (this.#kind === "garbage") this.#write(socket, this.#nonsense());
  }

  close() {
    this.#closed = true;
    this.#socket?.destroy();
  }

  /** @param {import("node:net").Socket} socket */
  #begin(socket) {
    deeds.opened++;
    if (this.#kind !== "halfOpen") return void socket.write(toUpgradeRequest(PATH, this.#port));
    socket.write(/** @type {string} */ (halfOpenings[this.#number % halfOpenings.length]));
  }

  /** @param {import("node:net").Socket} socket @param {Buffer} data */
  #enter(socket, data) {
    if (this.#stage === "in" || this.#kind === "halfOpen") return;
    if (this.#stage === "out") {
      // Every other one that sends garbage sends no Socket.IO at all.
      this.#stage = this.#kind === "garbage" && this.#number % 2 === 0 ? "in" : "open";
      if (this.#stage === "open") this.#write(socket, toClientFrame("40"));
    } else if (data.includes("40{")) {
      this.#stage = "in";
      const join = { room: this.#room, username: `hostile${this.#number}` };
      this.#write(socket, toClientFrame(`42["join",${JSON.stringify(join)}]`));
      if (this.#kind === "unread") socket.pause();
    }
  }

  #flood() {
    const post = { room: this.#room, message: "x".repeat(40) };
    const frame = toClientFrame(`421["message",${JSON.stringify(post)}]`);
    return Buffer.concat(Array.from({ length: FRAMES_AT_ONCE }, () => frame));
  }

  #ask() {
    const frame = toClientFrame(`421["history",{"room":"${this.#room}","limit":100}]`);
    return Buffer.concat([frame, frame]);
  }

  #nonsense() {
    const at = Math.floor(Math.random() * (GARBAGE_BYTES - 500));
    if (this.#number % 2 === 0) return garbage.subarray(at, at + 500);
    return /** @type {Buffer} */ (senseless[at % senseless.length]);
  }

  /** @param {import("node:net").Socket} socket @param {Buffer} bytes */
  #write(socket, bytes) {
    deeds.bytes += bytes.length;
    socket.write(bytes);
  }
}
