// Wakes a driver at moments that timers of the event loop would miss by a millisecond, without its spinning: what a driver
// spends on waiting the servers under test do not have. A thread of its own sleeps until each.

/* oxlint-disable unicorn/require-post-message-target-origin -- threads have none */

import { once } from "node:events";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

import { nowMs } from "./clock.js";

/**
 * @typedef {object} Beats
 * @property {number} start when the first is, by `nowMs`
 * @property {number} interval between two, in milliseconds
 * @property {number} count
 */

/** Calls back at each of many evenly spaced moments. */
export class Pacer {
  #worker;

  /** @param {(turn: number) => void} beat is told which it is, from 0 */
  constructor(beat) {
    this.#worker = new Worker(new URL(import.meta.url));
    this.#worker.on("message", (turn) => {
      if (turn !== READY) beat(turn);
    });
  }

  /** Settles once it can be started without delay. */
  async ready() {
    await once(this.#worker, "message");
  }

  /** @param {Beats} beats */
  start(beats) {
    this.#worker.postMessage(beats);
  }

  /** Ends it. */
  async end() {
    await this.#worker.terminate();
  }
}

const READY = "ready";

/** @param {Beats} beats */
function keepTime({ start, interval, count }) {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < count; turn++) {
    const wait = start + turn * interval - nowMs();
    if (wait > 0) Atomics.wait(never, 0, 0, wait);
    parentPort?.postMessage(turn);
  }
}

if (!isMainThread) {
  parentPort?.once("message", keepTime);
  parentPort?.postMessage(READY);
}
