// Hostile connections in a process of their own, so that what they cost is not taken for the server's or the driver's.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("hostile.js", import.meta.url));

/** A running horde. */
export class Horde {
  #child;

  /** @param {import("./hostile.js").HordePlan} plan addresses: of this machine, to come from in turn */
  constructor(plan) {
    this.#child = fork(PROGRAM);
    this.#child.send(plan);
  }

  /**
   * Ends it. Answers how many connections it opened, how many of them the server ended, and what it sent.
   *
   * @returns {Promise<{ opened: number, ended: number, bytes: number }>}
   */
  async end() {
    const answered = once(this.#child, "message");
    this.#child.send("end");
    const [deeds] = await answered;
    return deeds;
  }

  /** Ends it whatever it does. */
  kill() {
    this.#child.kill("SIGKILL");
  }
}
