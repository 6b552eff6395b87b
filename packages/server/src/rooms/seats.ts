// The places of connections in rooms: taken, being taken, being given up. For each place one thing after the other.
// Knows neither the store nor what a live room does.

import type { LiveRoom } from "./live-room.ts";

/** A connection's place in one room: taken or being taken. */
export interface Seat {
  username: string;
  /** Undefined until it is taken. */
  live: LiveRoom | undefined;
  /** What this connection asked of its place so far: one thing after the other. */
  turn: Promise<unknown>;
  /** How many of them are under way. */
  pending: number;
}

/** The seats of all connections of a node. */
export class Seats {
  /** connection → room → seat */
  readonly #seats = new Map<string, Map<string, Seat>>();

  /** Whether a connection has a seat in a room, or is taking one. */
  has(connection: string, room: string): boolean {
    return this.#seats.get(connection)?.has(room) ?? false;
  }

  /** The rooms in which a connection has a seat, or is taking one. */
  roomsOf(connection: string): string[] {
    return [...(this.#seats.get(connection)?.keys() ?? [])];
  }

  /** The seat of a connection in a room, taken or being taken. */
  at(connection: string | undefined, room: string): Seat | undefined {
    return connection === undefined ? undefined : this.#seats.get(connection)?.get(room);
  }

  /** The seat that a connection has taken in a room. */
  find(connection: string | undefined, room: string): Seat | undefined {
    const seat = this.at(connection, room);
    return seat?.live ? seat : undefined;
  }

  /** What a connection asked of its seat in a room and is under way: what it sends behind a join waits for it. */
  turnOf(connection: string | undefined, room: string): Promise<unknown> | undefined {
    const seat = this.at(connection, room);
    return seat && seat.pending > 0 ? seat.turn : undefined;
  }

  /** Does one thing after the other for a connection's seat in a room, and clears the seat away once it is idle and empty. */
  async inTurn<T>(connection: string, room: string, act: (seat: Seat) => Promise<T>): Promise<T> {
    let seats = this.#seats.get(connection);
    if (!seats) this.#seats.set(connection, (seats = new Map<string, Seat>()));
    let seat = seats.get(room);
    if (!seat) {
      seat = { username: "", live: undefined, turn: Promise.resolve(), pending: 0 };
      seats.set(room, seat);
    }
    const taken = seat;
    taken.pending++;
    const done = taken.turn.then(() => act(taken));
    // Only that it is over: what came of it must not be kept for as long as the seat is.
    taken.turn = done.then(ignore, ignore);
    try {
      return await done;
    } finally {
      taken.pending--;
      if (taken.pending === 0 && !taken.live) {
        seats.delete(room);
        if (seats.size === 0) this.#seats.delete(connection);
      }
    }
  }
}

function ignore(): void {}
