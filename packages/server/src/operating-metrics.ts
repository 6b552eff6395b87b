// What an operator watches besides the traffic of messages: the door, HTTP, the store, delivery, memory. Whoever counts hands
// numbers in; what can be looked up is looked up when somebody asks. Nothing here is called for every message.

import { Counter, Gauge, Histogram, type Registry } from "prom-client";

import type { StoreWatch } from "./open-store.ts";
import { gaugesIn } from "./read-gauges.ts";

/** Numbers that are read when they are asked for. */
export interface OperatingReadings {
  /** Names in rooms with members on this node, each room counted. */
  members: () => number;
  /** Messages of those rooms that are held in memory. */
  tailMessages: () => number;
  /** What waits for connections that have not read it yet, in bytes. */
  queuedBytes: () => number;
}

/** From a quarter of a millisecond to the store's time-out and beyond, in seconds. */
const BUCKETS = [
  0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** The metrics of one node. */
export class OperatingMetrics implements StoreWatch {
  readonly #registry: Registry;
  readonly #handshakes: Counter<"outcome">;
  readonly #disconnects: Counter<"reason">;
  readonly #rejoins: Counter;
  readonly #reloads: Counter;
  readonly #http: Counter<"endpoint" | "status">;
  readonly #posts: Counter;
  readonly #delivery: Histogram;
  readonly #store: Histogram<"operation">;
  readonly #storeErrors: Counter<"operation">;
  readonly #storeDown: Gauge;
  readonly #storeLosses: Counter;

  /** @param about what this node is: constant labels of `chat_info` */
  constructor(registry: Registry, about: Readonly<Record<"version" | "node", string>>) {
    this.#registry = registry;
    const registers = [registry];
    const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
      new Counter({ name, help, labelNames, registers });
    new Gauge({
      name: "chat_info",
      help: "1, labelled with the version and the name of this server",
      labelNames: ["version", "node"],
      registers,
    }).set(about, 1);
    this.#handshakes = counter(
      "chat_handshakes_total",
      "Connections that asked to be let in, by what came of it: ok, or the code of the error",
      ["outcome"],
    );
    this.#disconnects = counter("chat_disconnects_total", "Connections that ended, by reason", [
      "reason",
    ]);
    this.#rejoins = counter(
      "chat_rejoins_total",
      "Joins that go on behind a message seen before: clients that were away and came back",
      [],
    );
    this.#reloads = counter(
      "chat_tail_reloads_total",
      "How often a room was read anew because something was missed",
      [],
    );
    this.#http = counter("chat_http_requests_total", "Requests over HTTP, by endpoint and status", [
      "endpoint",
      "status",
    ]);
    this.#posts = counter("chat_http_posts_total", "Messages posted over HTTP and stored", []);
    this.#delivery = new Histogram({
      name: "chat_delivery_duration_seconds",
      help: "From the moment a message was ordered to when it was handed to this node's members, sampled",
      buckets: BUCKETS,
      registers,
    });
    this.#store = new Histogram({
      name: "chat_store_duration_seconds",
      help: "How long the store took, by operation; appends are sampled",
      labelNames: ["operation"],
      buckets: BUCKETS,
      registers,
    });
    this.#storeErrors = counter(
      "chat_store_errors_total",
      "Operations that the store failed, by operation; drafts stored together count once",
      ["operation"],
    );
    this.#storeDown = new Gauge({
      name: "chat_store_unreachable",
      help: "1 while the store does not answer",
      registers,
    });
    this.#storeLosses = counter("chat_store_losses_total", "How often the store went away", []);
  }

  /** Adds what is read when somebody asks. Once. */
  read({ members, tailMessages, queuedBytes }: OperatingReadings): void {
    const add = gaugesIn(this.#registry);
    add("chat_members", "Members of rooms that have some on this node, each room counted", members);
    add("chat_tail_messages", "Messages held in memory for rooms with members here", tailMessages);
    add("chat_send_queue_bytes", "Bytes waiting for connections to read them", queuedBytes);
  }

  /** A connection asked to be let in. @param outcome `ok`, or the code of the error */
  countHandshake(outcome: string): void {
    this.#handshakes.inc({ outcome });
  }

  /** A connection ended. */
  countDisconnect(reason: string): void {
    this.#disconnects.inc({ reason });
  }

  /** Somebody who was away came back into a room. */
  countRejoin(): void {
    this.#rejoins.inc();
  }

  /** A room was read anew because something was missed. */
  countReload(): void {
    this.#reloads.inc();
  }

  /** A request over HTTP was answered. @param endpoint one of a fixed set */
  countAnswer(endpoint: string, status: number): void {
    this.#http.inc({ endpoint, status });
    if (endpoint === POSTS && status === CREATED) this.#posts.inc();
  }

  /** A message was handed to members so many seconds after it was ordered. */
  observeDelivery(seconds: number): void {
    this.#delivery.observe(seconds);
  }

  took(operation: string, seconds: number): void {
    this.#store.observe({ operation }, seconds);
  }

  failed(operation: string): void {
    this.#storeErrors.inc({ operation });
  }

  noteReachable(reachable: boolean): void {
    this.#storeDown.set(reachable ? 0 : 1);
    if (!reachable) this.#storeLosses.inc();
  }
}

const POSTS = "/api/rooms/:room/messages";
const CREATED = 201;
