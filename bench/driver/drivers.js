// The driver processes as one: an order goes to all of them, their answers are summed.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { nowMs } from "./clock.js";
import { Histogram } from "./histogram.js";

const PROGRAM = fileURLToPath(new URL("driver.js", import.meta.url));

/**
 * @typedef {object} Outcome what came of a load
 * @property {number} deliveries
 * @property {number} messages
 * @property {number} seconds from the order to the last delivery
 * @property {number} lost
 * @property {number} repeated
 * @property {number} outOfOrder
 * @property {number} disagreeing rooms whose members heard different orders
 * @property {number} acknowledged
 * @property {number} refused
 * @property {number} closed connections that the server closed
 * @property {number} driverCores the busiest driver, in cores: near 1 the drivers are the bottleneck
 * @property {Histogram} deliveryTimes
 * @property {Histogram} acknowledgementTimes
 * @property {Histogram} lateness
 */

/** Driver processes. */
export class Drivers {
  #children;
  #orders = 0;
  /** @type {number[]} */
  #sentBefore = [];
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();

  /** @param {number} count how many processes */
  constructor(count) {
    this.#children = Array.from({ length: count }, () => {
      const child = fork(PROGRAM, { execArgv: ["--max-semi-space-size=32"] });
      child.on("message", (/** @type {any} */ { id, result, error }) => {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        if (error === undefined) waiting?.resolve(result);
        else waiting?.reject(new Error(`A driver failed: ${error}`));
      });
      child.on("exit", () => {
        for (const { reject } of this.#waiting.values()) reject(new Error("A driver ended."));
        this.#waiting.clear();
      });
      return child;
    });
  }

  /**
   * Connects a crowd, shared among the processes. Answers how long it took, in milliseconds.
   *
   * @param {Omit<import("./crowd.js").CrowdPlan, "share">} plan
   * @returns {Promise<number>}
   */
  async enter(plan) {
    const of = this.#children.length;
    this.#sentBefore = [];
    const answers = await Promise.all(
      this.#children.map((child, index) =>
        this.#order(child, "enter", { ...plan, share: { index, of } }),
      ),
    );
    return Math.max(...answers.map(({ ms }) => ms));
  }

  /**
   * Lets the crowd post and waits until all is delivered or lost.
   *
   * @param {{ way: "rate" | "window" | "acknowledged" | "once", rate?: number, seconds?: number, window?: number, messages?: number, inFlight?: number }} plan
   *   rate, window, messages and inFlight: of all processes together
   * @returns {Promise<Outcome>}
   */
  async post(plan) {
    const started = nowMs();
    const share = { ...plan };
    for (const key of /** @type {const} */ (["rate", "window", "messages", "inFlight"])) {
      const whole = plan[key];
      if (whole === undefined) continue;
      share[key] =
        key === "rate" ? whole / this.#children.length : Math.ceil(whole / this.#children.length);
    }
    const posts = await this.#all("post", share);
    /** @type {number[]} */
    const sentPerRoom = posts[0].sentPerRoom.map(
      (/** @type {number} */ _, /** @type {number} */ room) =>
        posts.reduce((sum, { sentPerRoom }) => sum + sentPerRoom[room], 0),
    );
    const messages = sum(sentPerRoom) - sum(this.#sentBefore);
    this.#sentBefore = sentPerRoom;
    const answers = await this.#all("settle", { sentPerRoom });
    return { messages, ...summarize(answers, started) };
  }

  /** @param {number} people how many, of each process */
  async pause(people) {
    await this.#all("pause", { people });
  }

  /** Requests from the first process alone. @param {Parameters<typeof import("./http-load.js").requestOften>[0]} plan */
  async http(plan) {
    const child = this.#children[0];
    if (!child) throw new Error("There are no drivers.");
    const { times, ...rest } = await this.#order(child, "http", plan);
    const histogram = new Histogram();
    histogram.addPairs(times);
    return { times: histogram, ...rest };
  }

  /** Everybody hangs up. */
  async leave() {
    await this.#all("leave", {});
  }

  end() {
    for (const child of this.#children) if (child.connected) child.disconnect();
  }

  /** @param {string} name @param {object} plan @returns {Promise<any[]>} */
  async #all(name, plan) {
    return Promise.all(this.#children.map((child) => this.#order(child, name, plan)));
  }

  /** @param {import("node:child_process").ChildProcess} child @param {string} name @param {object} plan @returns {Promise<any>} */
  async #order(child, name, plan) {
    const id = this.#orders++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.send({ id, name, plan });
    });
  }
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/** @param {any[]} answers @param {number} started @returns {Omit<Outcome, "messages">} */
function summarize(answers, started) {
  const total = (/** @type {string} */ key) => sum(answers.map((answer) => answer[key]));
  const merged = (/** @type {string} */ key) => {
    const histogram = new Histogram();
    for (const answer of answers) histogram.addPairs(answer[key]);
    return histogram;
  };
  const last = Math.max(...answers.map(({ lastDeliveryMs }) => lastDeliveryMs));
  const seconds = Math.max(last - started, 1) / 1000;
  /** @type {Map<number, number | null>} */
  const orders = new Map();
  for (const [room, order] of answers.flatMap((answer) => answer.orders)) {
    orders.set(room, orders.has(room) && orders.get(room) !== order ? null : order);
  }
  return {
    deliveries: total("deliveries"),
    seconds,
    lost: total("lost"),
    repeated: total("repeated"),
    outOfOrder: total("outOfOrder"),
    disagreeing: [...orders.values()].filter((order) => order === null).length,
    acknowledged: total("acknowledged"),
    refused: total("refused"),
    closed: total("closed"),
    driverCores: Math.max(...answers.map(({ cpuMs }) => cpuMs)) / 1000 / seconds,
    deliveryTimes: merged("deliveryTimes"),
    acknowledgementTimes: merged("acknowledgementTimes"),
    lateness: merged("lateness"),
  };
}
