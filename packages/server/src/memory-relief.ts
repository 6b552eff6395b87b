// Gives memory back that a busy time left behind. See decision 056.

import type { EventLoopUtilization } from "node:perf_hooks";

/** How often to look, in milliseconds. */
export const LOOK_EVERY_MS = 1_000;
/** The process is quiet where its event loop was busy for less than this part of the time. */
const QUIET_BELOW = 0.1;
/**
 * So many looks lie between two collections. V8 makes its young generation smaller in a collection where it was asked for less
 * than a megabyte a second in the 5 seconds before, and it counts from one collection to the next: the first begins the count.
 */
const LOOKS_BETWEEN = 6;
/** A young generation of this many bytes is small: there is nothing to give back. */
const SMALL_BYTES = 4_000_000;
/** How many collections there may be in one quiet time: what still needs the room keeps it. */
const COLLECTIONS_MAX = 4;

/** What the relief works with. */
export interface ReliefPorts {
  /** How busy the event loop was since, as Node counts it. */
  measure: (since?: EventLoopUtilization) => EventLoopUtilization;
  /** What V8 holds for young objects, in bytes. */
  youngBytes: () => number;
  /** Collects the young generation: a few milliseconds. */
  collect: () => void;
}

/** Has the young generation collected where it is large and the process is quiet, until it is small. */
export class MemoryRelief {
  readonly #ports: ReliefPorts;
  #since: EventLoopUtilization;
  /** How often was looked since the last collection of this quiet time. */
  #looks = 0;
  #collections = 0;

  constructor(ports: ReliefPorts) {
    this.#ports = ports;
    this.#since = ports.measure();
  }

  /** Looks how things are. To be called every {@link LOOK_EVERY_MS}. */
  look(): void {
    const { measure, youngBytes, collect } = this.#ports;
    const { utilization } = measure(this.#since);
    this.#since = measure();
    if (utilization >= QUIET_BELOW) {
      this.#collections = 0;
      return;
    }
    this.#looks++;
    if (this.#collections > 0 && this.#looks < LOOKS_BETWEEN) return;
    if (this.#collections === COLLECTIONS_MAX || youngBytes() <= SMALL_BYTES) return;
    this.#looks = 0;
    this.#collections++;
    collect();
  }
}
