// The nodes that share a Redis: this one's heartbeat, and the reaping of those that died.
// A node is dead when its beat has not changed for a while in which this node could look: no clocks are compared, and an
// outage of Redis kills nobody.

import { randomBytes } from "node:crypto";

import type { LeaveReason } from "@chat/protocol";

import type { ScriptedConnection } from "./commands.ts";
import { NODES_KEY, nodeRoomsKey } from "./keys.ts";

/** How often a node beats and looks at the others, in milliseconds. */
const BEAT_EVERY_MS = 2_000;
/** How long a beat may stay the same before its node is dead, in milliseconds. */
const DEAD_AFTER_MS = 10_000;
/** How long the people of a node that closed by plan have to come back elsewhere, in milliseconds. */
const GRACE_MS = 5_000;
/** Two looks further apart than this prove nothing about what happened between, in milliseconds. */
const LOOK_GAP_MS = 6_000;
/** How long what is kept of a node stays without a beat, in seconds. */
const NODE_TTL_S = 86_400;
const CLOSING = "closing";

/** What nodes need of the store around them. */
export interface NodesPorts {
  commands: ScriptedConnection;
  /** Takes every session of a node out of a room. */
  reap: (room: string, node: string, reason: LeaveReason) => Promise<void>;
  /** This node was taken for dead, or forgotten: it has a new id, its sessions must be entered again. */
  lapsed: () => Promise<void>;
  /** A beat that failed, or succeeded again. */
  beat: (error: unknown) => void;
  /** Milliseconds of a clock that only goes forward. */
  now: () => number;
}

/** This node among the others. */
export class Nodes {
  readonly #ports: NodesPorts;
  readonly #name: string;
  #id: string;
  #beats = 0;
  /** What this node may find as its own beat, null before the first. */
  #possible = new Set<string | null>([null]);
  #lookedAt = 0;
  /** node → its beat, and since when it has not changed. */
  readonly #seen = new Map<string, { beat: string; since: number }>();
  readonly #rooms = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(name: string, ports: NodesPorts) {
    this.#name = name;
    this.#ports = ports;
    this.#id = this.#incarnation();
  }

  /** The id under which this node's sessions are kept. A new one each time it starts or was taken for dead. */
  get id(): string {
    return this.#id;
  }

  /** Begins to beat. */
  start(): void {
    const turn = () => {
      this.#running = this.tick().finally(() => {
        this.#timer = setTimeout(turn, BEAT_EVERY_MS);
        this.#timer.unref();
      });
    };
    turn();
  }

  /** Notes, before the first session enters it, that this node has sessions in a room. */
  async occupy(room: string): Promise<void> {
    if (this.#rooms.has(room)) return;
    const { commands } = this.#ports;
    const key = nodeRoomsKey(this.#id);
    await commands.sadd(key, room);
    await commands.expire(key, NODE_TTL_S);
    // Taken for dead meanwhile: under the new id it is not noted yet.
    if (key !== nodeRoomsKey(this.#id)) return this.occupy(room);
    this.#rooms.add(room);
  }

  /** Beats once, and looks at the others once. Never rejects. */
  async tick(): Promise<void> {
    try {
      await this.#beat();
      await this.#look();
      this.#ports.beat(undefined);
    } catch (error) {
      this.#ports.beat(error);
    }
  }

  /** Stops beating and tells the others that this is by plan. Never rejects. */
  async close(): Promise<void> {
    await this.#running;
    clearTimeout(this.#timer);
    try {
      if (this.#rooms.size > 0) {
        await this.#ports.commands.hset(NODES_KEY, this.#id, `${CLOSING}:${this.#beats}`);
      } else {
        await this.#ports.commands.hdel(NODES_KEY, this.#id);
      }
    } catch {
      // Then they find out by the silence.
    }
  }

  async #beat(): Promise<void> {
    const { commands } = this.#ports;
    const beat = String(++this.#beats);
    const possible = new Set(this.#possible);
    // A beat whose reply is lost may have been set all the same.
    this.#possible.add(beat);
    const before = await commands.beat(NODES_KEY, this.#id, beat, String(NODE_TTL_S));
    this.#possible = new Set([beat]);
    await commands.expire(nodeRoomsKey(this.#id), NODE_TTL_S);
    if (!possible.has(before)) await this.#revive();
  }

  /** Somebody took this node for dead, or Redis forgot it. Under a fresh id nothing that a reaper still does can hurt. */
  async #revive(): Promise<void> {
    const { commands } = this.#ports;
    const old = this.#id;
    const rooms = [...this.#rooms];
    this.#id = this.#incarnation();
    this.#rooms.clear();
    await commands.beat(NODES_KEY, this.#id, String(this.#beats), String(NODE_TTL_S));
    await this.#ports.lapsed();
    for (const room of rooms) await this.#ports.reap(room, old, "expired");
    await commands.hdel(NODES_KEY, old);
    await commands.del(nodeRoomsKey(old));
  }

  async #look(): Promise<void> {
    const now = this.#ports.now();
    const beats = await this.#ports.commands.hgetall(NODES_KEY);
    // After a pause, this node's or Redis's, everybody gets the whole time anew.
    if (now - this.#lookedAt > LOOK_GAP_MS) this.#seen.clear();
    this.#lookedAt = now;
    for (const node of this.#seen.keys()) if (!(node in beats)) this.#seen.delete(node);
    for (const [node, beat] of Object.entries(beats)) {
      const seen = this.#seen.get(node);
      if (node === this.#id) continue;
      if (seen?.beat !== beat) {
        this.#seen.set(node, { beat, since: now });
        continue;
      }
      const planned = beat.startsWith(CLOSING);
      if (now - seen.since >= (planned ? GRACE_MS : DEAD_AFTER_MS)) {
        await this.#bury(node, beat, planned ? "disconnected" : "expired");
      }
    }
  }

  async #bury(node: string, beat: string, reason: LeaveReason): Promise<void> {
    const { commands } = this.#ports;
    // Marked first: if it lives, it finds the mark at its next beat, and enters its sessions anew. It stays on the list
    // until all is done, for whoever looks next should this node die over it.
    const mark = reason === "expired" ? "dead" : `${CLOSING}:dead`;
    if ((await commands.condemn(NODES_KEY, node, beat, mark)) === 0) return;
    for (const room of await commands.smembers(nodeRoomsKey(node))) {
      await this.#ports.reap(room, node, reason);
    }
    await commands.del(nodeRoomsKey(node));
    await commands.hdel(NODES_KEY, node);
    this.#seen.delete(node);
  }

  #incarnation(): string {
    return `${this.#name}-${randomBytes(6).toString("hex")}`;
  }
}
