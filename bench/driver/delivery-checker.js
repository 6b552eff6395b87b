// What one connection should have heard and did: counts of what was lost, came twice or came out of order, and a
// running hash of the order, by which members of a room are compared. Knows no protocol.

/** The most numbers behind a gap that are remembered one by one. */
const GAP_MAX = 10_000;

/** The deliveries of one connection. A sender is counted a room: `room * sendersPerRoom + place`. */
export class DeliveryChecker {
  delivered = 0;
  repeated = 0;
  outOfOrder = 0;
  #base;
  #sendersPerRoom;
  #next;
  #hashes;
  /** @type {Map<number, Set<number>>} */
  #missing = new Map();

  /**
   * @param {number} firstRoom
   * @param {number} rooms how many rooms from there on this connection is in
   * @param {number} sendersPerRoom
   */
  constructor(firstRoom, rooms, sendersPerRoom) {
    this.#base = firstRoom * sendersPerRoom;
    this.#sendersPerRoom = sendersPerRoom;
    this.#next = new Int32Array(rooms * sendersPerRoom);
    this.#hashes = new Int32Array(rooms);
  }

  /**
   * A message arrived.
   *
   * @param {number} sender
   * @param {number} count its number, from 0 on
   */
  hear(sender, count) {
    const index = sender - this.#base;
    const expected = this.#next[index];
    if (expected === undefined) return;
    if (count === expected) this.#next[index] = count + 1;
    else if (!this.#hearUnexpected(index, expected, count)) return;
    this.delivered++;
    const room = this.#hashes.length === 1 ? 0 : Math.floor(index / this.#sendersPerRoom);
    const hash = /** @type {number} */ (this.#hashes[room]);
    this.#hashes[room] = (Math.imul(hash, 31) + Math.imul(sender, 65_599) + count) | 0;
  }

  /** The order in which the messages of one of its rooms came, as a number. @param {number} room */
  orderOf(room) {
    return this.#hashes[room - this.#base / this.#sendersPerRoom] ?? 0;
  }

  /** True where it counts. @param {number} index @param {number} expected @param {number} count */
  #hearUnexpected(index, expected, count) {
    const missing = this.#missing.get(index) ?? new Set();
    this.#missing.set(index, missing);
    if (count > expected) {
      for (let lost = expected; lost < count && missing.size < GAP_MAX; lost++) missing.add(lost);
      this.#next[index] = count + 1;
      return true;
    }
    if (missing.delete(count)) {
      this.outOfOrder++;
      return true;
    }
    this.repeated++;
    return false;
  }
}
