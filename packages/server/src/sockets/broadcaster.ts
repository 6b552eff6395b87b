// The audience on Socket.IO: all that a room is told in one turn of the event loop is encoded once and leaves in one
// write per member. Knows who hears which room; knows nothing of why.

import type { Audience, Delivery } from "../rooms/audience.ts";
import { type Packet, type SendQueue, toBroadcast, toEventPacket } from "./send-queue.ts";

interface Hall {
  /** session → its connection */
  members: Map<string, SendQueue>;
  /** What was said this turn. */
  said: Delivery[];
}

/** Tells the connections of this node what happens in their rooms. */
export class Broadcaster implements Audience {
  readonly #queues = new Map<string, SendQueue>();
  readonly #halls = new Map<string, Hall>();
  #unsent = new Set<string>();
  /** Connections that hold packets until the turn ends. */
  #holding = new Set<SendQueue>();
  #scheduled = false;
  readonly #count: (deliveries: number) => void;

  /** @param count is told how many members were handed how much, multiplied */
  constructor(count: (deliveries: number) => void = () => undefined) {
    this.#count = count;
  }

  /** A connection is there. */
  connect(session: string, queue: SendQueue): void {
    this.#queues.set(session, queue);
  }

  /** A connection is gone. */
  disconnect(session: string): void {
    this.#queues.delete(session);
  }

  enter(room: string, session: string, history: string): void {
    const queue = this.#queues.get(session);
    if (!queue) return;
    // What was said before this moment is in the history, or not for this session.
    this.#flush(room);
    queue.send("room_history", history);
    let hall = this.#halls.get(room);
    if (!hall) this.#halls.set(room, (hall = { members: new Map(), said: [] }));
    hall.members.set(session, queue);
  }

  exit(room: string, session: string): void {
    const hall = this.#halls.get(room);
    if (!hall) return;
    this.#flush(room);
    hall.members.delete(session);
    if (hall.members.size === 0) this.#halls.delete(room);
  }

  deliver(room: string, delivery: Delivery): void {
    const hall = this.#halls.get(room);
    if (!hall) return;
    hall.said.push(delivery);
    this.#unsent.add(room);
    this.#schedule();
  }

  /** Answers one connection at the end of the turn, in one write with what its rooms are told. */
  answer(queue: SendQueue, packet: Packet): void {
    queue.hold(packet);
    this.#holding.add(queue);
    this.#schedule();
  }

  settle(room: string): void {
    this.#flush(room);
  }

  /** Sends what was said, now. */
  flush(): void {
    this.#scheduled = false;
    const rooms = this.#unsent;
    this.#unsent = new Set();
    for (const room of rooms) this.#flush(room);
    const holding = this.#holding;
    this.#holding = new Set();
    for (const queue of holding) queue.release();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  #flush(room: string): void {
    const hall = this.#halls.get(room);
    if (!hall || hall.said.length === 0) return;
    const { said, members } = hall;
    hall.said = [];
    this.#count(said.length * members.size);
    const packets = said.map(({ event, json }) => toEventPacket(event, json));
    const broadcast = toBroadcast(packets);
    const excepted = new Set(said.map(({ except }) => except));
    for (const [session, queue] of members) {
      if (excepted.has(session)) sendAllBut(queue, session, said, packets);
      else queue.sendBroadcast(broadcast);
    }
  }
}

function sendAllBut(
  queue: SendQueue,
  session: string,
  said: readonly Delivery[],
  packets: readonly Packet[],
): void {
  const others = packets.filter((_, index) => said[index]?.except !== session);
  if (others.length > 0) queue.sendBroadcast(toBroadcast(others));
}
