// The audience on Socket.IO: all that a room is told in one turn of the event loop is encoded once and leaves in one
// write per member. Knows who hears which room; knows nothing of why.

import type { Audience, Delivery } from "../rooms/audience.ts";
import {
  type Broadcast,
  type Packet,
  type SendQueue,
  toBroadcast,
  toEventPacket,
} from "./send-queue.ts";

interface Hall {
  /** session → its connection */
  members: Map<string, SendQueue>;
  /** What was said this turn, and not sent yet. */
  said: Said[];
  /** session → how much of what was said is not for it, or was sent to it already. 0 where it is not named. */
  late: Map<string, number>;
  /** When the last round of writes ended, by the monotonic clock in milliseconds. */
  sentAt: number;
  /** How long it took, in milliseconds. */
  tookMs: number;
}

/**
 * The pause of a room between two rounds of writes, in milliseconds: for comings and goings, since each goes to everybody
 * there, and when hundreds arrive at once a write for each to each is what they would wait for. For messages it is the
 * longest. What follows nothing never waits.
 */
const PAUSE_MS = 20;
/**
 * For how many times as long as its last round of writes took a room is told no message: in a large room that much is said in
 * few milliseconds that a round for each message would keep the server busy most of the time.
 */
const PAUSE_TIMES = 2;
/** The same under strain. */
const PAUSE_TIMES_STRAINED = 10;

/** Something said, encoded. */
interface Said {
  packet: Packet;
  /** The session that is not told. */
  except: string | undefined;
}

/** Tells the connections of this node what happens in their rooms. */
export class Broadcaster implements Audience {
  readonly #queues = new Map<string, SendQueue>();
  readonly #halls = new Map<string, Hall>();
  #unsent = new Set<string>();
  /** Connections that hold packets until the turn ends. */
  #holding = new Set<SendQueue>();
  /** Connections that held packets when the last turn ended, and still do unless they were sent something since. */
  #waiting = new Set<SendQueue>();
  #scheduled = false;
  /** Rooms where what was said waits, see {@link PAUSE_MS}, and until when, by the monotonic clock in milliseconds. */
  readonly #resting = new Map<string, number>();
  #restTimer: NodeJS.Timeout | undefined;
  /** When it ends. */
  #restEndsAt = Infinity;
  readonly #count: (deliveries: number) => void;
  readonly #isStrained: (now: number) => boolean;
  readonly #now: () => number;

  /**
   * @param count is told how many members were handed how much, multiplied
   * @param isStrained whether there is more to do than can be done, at a time by the monotonic clock in milliseconds
   * @param now that clock
   */
  constructor(
    count: (deliveries: number) => void = () => undefined,
    isStrained: (now: number) => boolean = () => false,
    now: () => number = () => performance.now(),
  ) {
    this.#count = count;
    this.#isStrained = isStrained;
    this.#now = now;
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
    this.settle(room, session);
    queue.send("room_history", history);
    let hall = this.#halls.get(room);
    if (!hall) this.#halls.set(room, (hall = toHall()));
    hall.members.set(session, queue);
    if (hall.said.length > 0) hall.late.set(session, hall.said.length);
  }

  exit(room: string, session: string): void {
    const hall = this.#halls.get(room);
    if (!hall) return;
    this.settle(room, session);
    hall.members.delete(session);
    hall.late.delete(session);
    if (hall.members.size === 0) this.#halls.delete(room);
  }

  deliver(room: string, { event, json, except }: Delivery): void {
    const hall = this.#halls.get(room);
    if (!hall) return;
    hall.said.push({ packet: toEventPacket(event, json), except });
    const now = this.#now();
    const isNotice = event === "user_joined" || event === "user_left";
    const until = hall.sentAt + (isNotice ? PAUSE_MS : this.#pauseAfter(hall, now));
    if (now < until) {
      this.#rest(room, now, until);
      return;
    }
    this.#unsent.add(room);
    this.#schedule();
  }

  /**
   * Answers one connection at the end of the turn, in one write with what its rooms are told. Under strain at the end of
   * the next: answers and news come from the store by two ways, and a turn later one write does for both.
   */
  answer(queue: SendQueue, packet: Packet): void {
    queue.hold(packet);
    this.#holding.add(queue);
    this.#schedule();
  }

  settle(room: string, session: string): void {
    const hall = this.#halls.get(room);
    const queue = hall?.members.get(session);
    if (!hall || !queue || hall.said.length === 0) return;
    for (const packet of packetsFor(session, hall.said, hall.late.get(session) ?? 0)) {
      this.answer(queue, packet);
    }
    hall.late.set(session, hall.said.length);
  }

  /** Sends all that was said, now. */
  flush(): void {
    this.#endRest(Infinity);
    this.#flushTurn();
    for (const queue of this.#waiting) queue.release();
  }

  /** For how long after its last round a room is told no message, in milliseconds. */
  #pauseAfter({ sentAt, tookMs }: Hall, now: number): number {
    const longest = Math.min(PAUSE_MS, tookMs * PAUSE_TIMES_STRAINED);
    if (now - sentAt >= longest) return 0;
    return this.#isStrained(now) ? longest : Math.min(PAUSE_MS, tookMs * PAUSE_TIMES);
  }

  #rest(room: string, now: number, until: number): void {
    if ((this.#resting.get(room) ?? Infinity) <= until) return;
    this.#resting.set(room, until);
    this.#wakeAt(now, until);
  }

  #wakeAt(now: number, at: number): void {
    if (at >= this.#restEndsAt) return;
    this.#restEndsAt = at;
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => this.#endRest(at), Math.ceil(at - now));
  }

  /** Sends what was to wait until a moment, by the monotonic clock in milliseconds, or less long. */
  #endRest(moment: number): void {
    clearTimeout(this.#restTimer);
    this.#restEndsAt = Infinity;
    for (const [room, until] of this.#resting) {
      if (until <= moment) {
        this.#resting.delete(room);
        this.#flush(room);
      } else {
        this.#wakeAt(moment, until);
      }
    }
  }

  #flushTurn(): void {
    this.#scheduled = false;
    const rooms = this.#unsent;
    this.#unsent = new Set();
    for (const room of rooms) this.#flush(room);
    for (const queue of this.#waiting) queue.release();
    this.#waiting = this.#holding;
    this.#holding = new Set();
    if (this.#waiting.size === 0) return;
    if (this.#isStrained(this.#now())) return this.#schedule();
    for (const queue of this.#waiting) queue.release();
    this.#waiting = new Set();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flushTurn());
  }

  #flush(room: string): void {
    const hall = this.#halls.get(room);
    if (!hall || hall.said.length === 0) return;
    const { said, members, late } = hall;
    const started = this.#now();
    hall.said = [];
    hall.late = new Map();
    this.#count(said.length * members.size);
    this.#send(said, members, late);
    hall.sentAt = this.#now();
    hall.tookMs = hall.sentAt - started;
  }

  #send(
    said: readonly Said[],
    members: ReadonlyMap<string, SendQueue>,
    late: ReadonlyMap<string, number>,
  ): void {
    const excepted = new Set(said.flatMap(({ except }) => except ?? []));
    if (late.size === 0 && excepted.size === 0) {
      // Nearly always: no member is looked up by name.
      const broadcast = toBroadcast(said.map(({ packet }) => packet));
      for (const queue of members.values()) queue.sendBroadcast(broadcast);
      return;
    }
    // What comes after each point at which somebody came in is encoded once for all who came in there.
    const broadcasts = new Map<number, Broadcast>();
    for (const [session, queue] of members) {
      const from = late.get(session) ?? 0;
      if (from === said.length) continue;
      if (excepted.has(session)) {
        const others = packetsFor(session, said, from);
        if (others.length > 0) queue.sendBroadcast(toBroadcast(others));
        continue;
      }
      let broadcast = broadcasts.get(from);
      if (!broadcast) {
        broadcast = toBroadcast(said.slice(from).map(({ packet }) => packet));
        broadcasts.set(from, broadcast);
      }
      queue.sendBroadcast(broadcast);
    }
  }
}

function toHall(): Hall {
  return { members: new Map(), said: [], late: new Map(), sentAt: -Infinity, tookMs: 0 };
}

function packetsFor(session: string, said: readonly Said[], from: number): Packet[] {
  return said
    .slice(from)
    .filter(({ except }) => except !== session)
    .map(({ packet }) => packet);
}
