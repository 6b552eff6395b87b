// One server under test with a crowd at it: starts it, warms it up, puts load on it, and reads what it cost.

import { nowMs } from "../driver/clock.js";

/** Deliveries before anything counts: what is compiled late is compiled by then. */
const WARM_UP_DELIVERIES = 20_000;
/**
 * One message after the other: a server that sends what comes together in one write would else have sent a tenth as often as
 * one that does not, and its code would be compiled while it is measured.
 */
const WARM_UP_WINDOW = 1;

/**
 * @typedef {Record<string, number>} Figures by name; see report/table.js for their units
 *
 * @typedef {Parameters<import("../driver/drivers.js").Drivers["post"]>[0]} Load
 * @typedef {Omit<import("../driver/crowd.js").CrowdPlan, "share" | "ports" | "protocol" | "prefix">} Crowd
 */

/** A running server and the drivers. */
export class Session {
  #peer;
  #running;
  #drivers;
  /** @type {Crowd & { ports: number[] } | undefined} */
  #crowd;
  /** When the last measurement began and ended, in milliseconds of the machine's clock. */
  measured = { from: 0, to: Infinity };

  /**
   * @param {import("../peers/index.js").Peer} peer
   * @param {import("../peers/index.js").Running} running
   * @param {import("../driver/drivers.js").Drivers} drivers
   */
  constructor(peer, running, drivers) {
    this.#peer = peer;
    this.#running = running;
    this.#drivers = drivers;
  }

  get ports() {
    return this.#running.ports;
  }

  get servers() {
    return this.#running.servers;
  }

  get drivers() {
    return this.#drivers;
  }

  /** Resident memory of all server processes, in bytes. */
  get rssBytes() {
    return this.servers.reduce((sum, server) => sum + server.rssBytes, 0);
  }

  /** CPU time so far, in milliseconds. */
  get cpu() {
    return {
      server: this.servers.reduce((sum, server) => sum + server.cpuMs, 0),
      redis: this.#running.redis?.cpuMs ?? 0,
    };
  }

  /** The first room's name in an address. */
  get room() {
    return "benchr0";
  }

  /**
   * Connects a crowd. Answers how long it took, in milliseconds.
   *
   * @param {Crowd} crowd
   * @param {number[]} [ports] of all servers where absent
   */
  async enter(crowd, ports = this.ports) {
    this.#crowd = { ...crowd, ports };
    return this.#drivers.enter({
      ...this.#crowd,
      protocol: this.#peer.protocol,
      prefix: "bench",
    });
  }

  /** Hangs up and connects the same crowd again. */
  async reenter() {
    if (!this.#crowd) throw new Error("There was no crowd.");
    const { ports, ...crowd } = this.#crowd;
    await this.#drivers.leave();
    await pause(300);
    await this.enter(crowd, ports);
  }

  /** Sends until some 20,000 deliveries have come. @param {number} deliveriesPerMessage */
  async warmUp(deliveriesPerMessage) {
    await this.#drivers.post({
      way: "window",
      window: WARM_UP_WINDOW,
      messages: Math.ceil(WARM_UP_DELIVERIES / deliveriesPerMessage),
      seconds: 20,
    });
    await pause(200);
  }

  /**
   * Puts load on the server. Answers what came of it and what it cost.
   *
   * @param {Load} load
   * @returns {Promise<{ outcome: import("../driver/drivers.js").Outcome, figures: Figures }>}
   */
  async measure(load) {
    const from = nowMs();
    const before = this.cpu;
    const outcome = await this.#drivers.post(load);
    this.measured = { from, to: nowMs() };
    const server = this.cpu.server - before.server;
    const redis = this.cpu.redis - before.redis;
    const perDelivery = 1000 / outcome.deliveries;
    const perMessage = 1000 / outcome.messages;
    return {
      outcome,
      figures: {
        cpu: (server + redis) * perDelivery,
        serverCpu: server * perDelivery,
        redisCpu: redis * perDelivery,
        messageCpu: (server + redis) * perMessage,
        serverMessageCpu: server * perMessage,
        rate: outcome.deliveries / outcome.seconds,
        p50: outcome.deliveryTimes.percentile(0.5),
        p99: outcome.deliveryTimes.percentile(0.99),
        ackP50: outcome.acknowledgementTimes.percentile(0.5),
        ackP99: outcome.acknowledgementTimes.percentile(0.99),
        lost: outcome.lost,
        repeated: outcome.repeated,
        outOfOrder: outcome.outOfOrder,
        disagreeing: outcome.disagreeing,
        refused: outcome.refused,
        closed: outcome.closed,
        rss: this.rssBytes / 1e6,
        driverCores: outcome.driverCores,
      },
    };
  }

  /**
   * The CPU that something cost, in milliseconds of the servers and of Redis.
   *
   * @param {() => Promise<void>} work
   */
  async cost(work) {
    const before = this.cpu;
    const started = nowMs();
    await work();
    const after = this.cpu;
    this.measured = { from: started, to: nowMs() };
    return {
      ms: nowMs() - started,
      server: after.server - before.server,
      redis: after.redis - before.redis,
    };
  }

  async end() {
    await this.#drivers.leave();
    await Promise.all(this.servers.map((server) => server.stop()));
    await this.#running.redis?.stop();
  }
}

/** @param {number} ms */
export async function pause(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
