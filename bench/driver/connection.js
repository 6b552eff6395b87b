// One connection of a simulated person: a TCP socket that reads into a buffer shared by all, and what it heard.
// The words of each protocol are in protocols/.

import { connect } from "node:net";

import { microsBetween, nowMs, toMicros } from "./clock.js";
import { DeliveryChecker } from "./delivery-checker.js";
import { Histogram } from "./histogram.js";
import { findMark, readCount, readMicros, readSender } from "./marker.js";

/** Room before the shared buffer for the beginning of a frame whose end has not come yet. */
const CARRY_MAX = 1 << 20;
const READ_SIZE = 1 << 18;
const shared = Buffer.allocUnsafe(CARRY_MAX + READ_SIZE);
const readBuffer = shared.subarray(CARRY_MAX);
/** Send times of requests under way, by the low bits of their number. */
const IN_FLIGHT_MAX = 1 << 16;

/** How long from the intended sending to each delivery, over all connections of this process. */
export const deliveryTimes = new Histogram();
/** How long from sending to acknowledgement, over all connections of this process. */
export const acknowledgementTimes = new Histogram();

/** What all connections of this process heard in sum, and who wants to know of it. */
export const totals = {
  deliveries: 0,
  acknowledged: 0,
  refused: 0,
  closed: 0,
  /** When the last delivery came. */
  lastDeliveryMs: 0,
  /** Called with each acknowledgement. */
  onAcknowledged: () => {},
  /** Called after each read that brought deliveries. */
  onDelivered: () => {},
};

/**
 * @typedef {object} Protocol the words of one kind of server
 * @property {(connection: Connection) => void} open speaks first, once the socket is there
 * @property {(connection: Connection, buffer: Buffer, start: number, end: number) => number} read
 *   takes what came and answers where the part begins that is not whole yet
 * @property {(connection: Connection, place: { room: number, name: string }) => void} join
 *   enters a room; settles through `connection.entered`
 * @property {(connection: Connection, room: number, text: string, nonce: string, number: number) => void} send
 *
 * @typedef {object} Identity
 * @property {string} username
 * @property {string} roomPrefix
 * @property {number} firstRoom
 * @property {number} rooms how many rooms from the first one on
 * @property {number} sendersPerRoom
 */

/** A connection, closed until `open`. */
export class Connection {
  /** Set by the protocol: whether the upgrade of HTTP to WebSocket is through. */
  upgraded = false;
  paused = false;
  /** The port it connects to. */
  port = 0;
  checker;
  identity;
  #protocol;
  /** @type {import("node:net").Socket | undefined} */
  #socket;
  /** @type {Buffer | undefined} */
  #carry;
  #markGuess = 0;
  #requests = 0;
  #sentAt = new Float64Array(0);
  #nowMicros = 0;
  /** @type {(() => void)[]} */
  #entering = [];
  #opened = () => {};
  /** @type {(error: Error) => void} */
  #failed = () => {};

  /** @param {Protocol} protocol @param {Identity} identity */
  constructor(protocol, identity) {
    this.#protocol = protocol;
    this.identity = identity;
    this.checker = new DeliveryChecker(identity.firstRoom, identity.rooms, identity.sendersPerRoom);
  }

  /** Connects; settles once the server takes requests. @param {number} port */
  async open(port) {
    return new Promise((resolve, reject) => {
      this.#opened = () => resolve(undefined);
      this.#failed = reject;
      const socket = connect({
        port,
        host: "127.0.0.1",
        noDelay: true,
        onread: { buffer: readBuffer, callback: (length) => this.#take(length) },
      });
      this.#socket = socket;
      this.port = port;
      socket.once("connect", () => this.#protocol.open(this));
      socket.once("error", (error) => this.#end(error));
      socket.once("close", () => this.#end(new Error("The server closed the connection.")));
    });
  }

  /** Enters all its rooms, one after the other. */
  async join() {
    const { firstRoom, rooms } = this.identity;
    for (let room = firstRoom; room < firstRoom + rooms; room++) {
      await new Promise((resolve, reject) => {
        this.#entering.push(() => resolve(undefined));
        this.#failed = reject;
        this.#protocol.join(this, { room, name: this.roomName(room) });
      });
    }
  }

  /** @param {number} room */
  roomName(room) {
    return `${this.identity.roomPrefix}${room}`;
  }

  /** For protocols: the server takes requests now. */
  opened() {
    this.#opened();
  }

  /** For protocols: the oldest join under way is through. */
  entered() {
    this.#entering.shift()?.();
  }

  /** For protocols: what could not be. @param {string} reason */
  fail(reason) {
    this.#failed(new Error(reason));
  }

  /** @param {Buffer | string} data */
  write(data) {
    this.#socket?.write(data);
  }

  /** Posts a text and measures until it is acknowledged. @param {number} room @param {string} text */
  send(room, text) {
    const number = 10 + this.#requests++;
    if (this.#sentAt.length === 0) this.#sentAt = new Float64Array(IN_FLIGHT_MAX);
    this.#sentAt[number & (IN_FLIGHT_MAX - 1)] = nowMs();
    this.#protocol.send(this, room, text, `${this.identity.username}-${number}`, number);
  }

  /** For protocols: the answer to a posted text. @param {number} number @param {boolean} ok */
  acknowledged(number, ok) {
    const sentAt = this.#sentAt[number & (IN_FLIGHT_MAX - 1)];
    if (sentAt !== undefined) acknowledgementTimes.add((nowMs() - sentAt) * 1000);
    if (ok) totals.acknowledged++;
    else totals.refused++;
    totals.onAcknowledged();
  }

  /** For protocols: a message of a room. @param {Buffer} buffer @param {number} start @param {number} end */
  heard(buffer, start, end) {
    const mark = findMark(buffer, start, end, this.#markGuess);
    if (mark < 0) return;
    this.#markGuess = mark - start;
    this.checker.hear(readSender(buffer, mark), readCount(buffer, mark));
    deliveryTimes.add(microsBetween(readMicros(buffer, mark), this.#nowMicros));
    totals.deliveries++;
  }

  /** Stops reading, as a person does whose machine sleeps. */
  pause() {
    this.paused = true;
    this.#socket?.pause();
  }

  close() {
    this.#failed = () => {};
    this.#socket?.removeAllListeners("close").removeAllListeners("error");
    this.#socket?.on("error", () => {}).destroy();
    this.#socket = undefined;
  }

  /** @param {number} length how much the socket put into the shared buffer */
  #take(length) {
    const moment = nowMs();
    this.#nowMicros = toMicros(moment);
    const before = totals.deliveries;
    let start = CARRY_MAX;
    if (this.#carry) {
      start -= this.#carry.length;
      this.#carry.copy(shared, start);
      this.#carry = undefined;
    }
    const end = CARRY_MAX + length;
    const rest = this.#protocol.read(this, shared, start, end);
    if (rest < end) {
      if (end - rest > CARRY_MAX) throw new RangeError("A frame is larger than the driver reads.");
      this.#carry = Buffer.from(shared.subarray(rest, end));
    }
    if (totals.deliveries !== before) {
      totals.lastDeliveryMs = moment;
      totals.onDelivered();
    }
    return !this.paused;
  }

  /** @param {Error} error */
  #end(error) {
    if (!this.#socket) return;
    this.#socket = undefined;
    if (!this.paused) totals.closed++;
    this.#failed(error);
  }
}
