// The people this driver process plays: who is in which room, who of them speaks, and what all of them should have
// heard in the end. Several driver processes share one crowd.

import { Connection, totals } from "./connection.js";
import { bareWs } from "./protocols/bare-ws.js";
import { irc } from "./protocols/irc.js";
import { mqtt } from "./protocols/mqtt.js";
import { socketIo } from "./protocols/socket-io.js";

const PROTOCOLS = { "socket.io": socketIo, ws: bareWs, irc, mqtt };
/** How many connections are being opened at a time. */
const OPENING_MAX = 40;

/**
 * @typedef {object} CrowdPlan
 * @property {keyof typeof PROTOCOLS} protocol
 * @property {number[]} ports connections are spread over them
 * @property {number} rooms
 * @property {number} members how many a room
 * @property {number} senders how many of them speak, a room
 * @property {boolean} [everywhere] every member is in every room, instead of in one
 * @property {string} prefix begins every room name and username
 * @property {{ index: number, of: number }} share which part of it this process plays
 * @property {number} [textLength] of every message, in characters
 * @property {number} [opening] how many connections are opened at a time
 *
 * @typedef {{ connection: Connection, room: number, place: number }} Sender
 */

/** The people of this process. */
export class Crowd {
  /** @type {Connection[]} */
  connections = [];
  /** Who speaks, in the order in which they take turns. @type {Sender[]} */
  senders = [];
  /** Those who stopped reading. @type {Connection[]} */
  #paused = [];
  #plan;
  /** How many messages each sender has sent, by `room * senders + place`. */
  #counts;
  /** How many messages went to each room from this process. */
  sentPerRoom;
  /** How many members each room has here. */
  #membersHere;

  /** @param {CrowdPlan} plan */
  constructor(plan) {
    this.#plan = plan;
    this.#counts = new Int32Array(plan.rooms * plan.senders);
    this.sentPerRoom = new Int32Array(plan.rooms);
    this.#membersHere = new Int32Array(plan.rooms);
    this.#cast();
  }

  get plan() {
    return this.#plan;
  }

  /** Connects and joins everybody, `opening` at a time. */
  async enter() {
    const { ports, opening = OPENING_MAX } = this.#plan;
    const waiting = [...this.connections.entries()];
    const enterNext = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, connection] = next;
        await connection.open(/** @type {number} */ (ports[index % ports.length]));
        await connection.join();
      }
    };
    await Promise.all(Array.from({ length: opening }, enterNext));
  }

  /** The next number of a sender in its room. @param {Sender} sender @returns {[sender: number, count: number]} */
  count({ room, place }) {
    const id = room * this.#plan.senders + place;
    const count = /** @type {number} */ (this.#counts[id]);
    this.#counts[id] = count + 1;
    this.sentPerRoom[room] = /** @type {number} */ (this.sentPerRoom[room]) + 1;
    return [id, count];
  }

  /** How many deliveries came to those who read. */
  get deliveries() {
    const missed = this.#paused.reduce((sum, { checker }) => sum + checker.delivered, 0);
    return totals.deliveries - missed;
  }

  /** How many deliveries one message brings to this process, on average. */
  get deliveriesPerMessage() {
    return this.#membersHere.reduce((sum, here) => sum + here, 0) / this.#plan.rooms - this.#echo;
  }

  /**
   * How many deliveries should have come to those of this process who read.
   *
   * @param {readonly number[]} sentPerRoom by all processes
   */
  expected(sentPerRoom) {
    let sum = 0;
    for (const [room, sent] of sentPerRoom.entries()) {
      sum += sent * /** @type {number} */ (this.#membersHere[room]);
    }
    for (const sent of this.sentPerRoom) sum -= sent * this.#echo;
    return sum;
  }

  /** What went wrong so far, and for each room the order it was heard in: a number, or null where members differ. */
  check() {
    let repeated = 0;
    let outOfOrder = 0;
    // Where senders do not hear themselves, no two members hear the same.
    const comparable = this.#echo === 0;
    /** @type {Map<number, number | null>} */
    const orders = new Map();
    for (const { checker, identity, paused } of this.connections) {
      if (paused) continue;
      repeated += checker.repeated;
      outOfOrder += checker.outOfOrder;
      if (!comparable) continue;
      for (let room = identity.firstRoom; room < identity.firstRoom + identity.rooms; room++) {
        const order = checker.orderOf(room);
        if (!orders.has(room)) orders.set(room, order);
        else if (orders.get(room) !== order) orders.set(room, null);
      }
    }
    return { repeated, outOfOrder, orders: [...orders] };
  }

  /** The last ones of this process stop reading. What they miss counts as nothing. @param {number} people */
  pause(people) {
    for (const connection of this.connections.slice(-people)) {
      connection.pause();
      this.#paused.push(connection);
      const { firstRoom, rooms } = connection.identity;
      for (let room = firstRoom; room < firstRoom + rooms; room++) {
        this.#membersHere[room] = /** @type {number} */ (this.#membersHere[room]) - 1;
      }
    }
  }

  close() {
    for (const connection of this.connections) connection.close();
    this.connections = [];
    totals.closed = 0;
  }

  /** IRC tells a sender nothing of its own messages. */
  get #echo() {
    return this.#plan.protocol === "irc" ? 1 : 0;
  }

  #cast() {
    const { rooms, members, senders, everywhere = false, prefix, share, protocol } = this.#plan;
    const roomsAPerson = everywhere ? rooms : 1;
    for (let first = 0; first < rooms; first += roomsAPerson) {
      for (let place = 0; place < members; place++) {
        if ((first / roomsAPerson + place) % share.of !== share.index) continue;
        const connection = new Connection(PROTOCOLS[protocol], {
          // Of one length, so that a mark stays where it was in the payload before.
          username: `${prefix}u${String(first * members + place).padStart(5, "0")}`,
          roomPrefix: `${prefix}r`,
          firstRoom: first,
          rooms: roomsAPerson,
          sendersPerRoom: senders,
        });
        this.connections.push(connection);
        for (let room = first; room < first + roomsAPerson; room++) {
          this.#membersHere[room] = /** @type {number} */ (this.#membersHere[room]) + 1;
          if (place < senders) this.senders.push({ connection, room, place });
        }
      }
    }
    // A different room with every message, a different person with every round of the rooms.
    this.senders.sort((a, b) => a.place - b.place || a.room - b.room);
  }
}
