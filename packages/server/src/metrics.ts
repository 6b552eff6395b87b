// What an operator watches: counters and gauges of this node, as Prometheus reads them. Knows numbers only; whoever
// counts hands them in.

import { Counter, Registry, collectDefaultMetrics } from "prom-client";

import { gaugesIn } from "./read-gauges.ts";
import { RequestTally } from "./request-tally.ts";

/** Numbers that are read when they are asked for. */
export interface Readings {
  /** Open connections. */
  connections: () => number;
  /** Rooms with members on this node. */
  rooms: () => number;
  /** Sessions in rooms: a connection in two rooms is two. */
  sessions: () => number;
  /** How often each limit was met so far. */
  refusals: () => ReadonlyMap<string, number>;
}

/** How often the delay of the event loop is sampled, in milliseconds. Each sample wakes the process up. */
const LOOP_SAMPLE_MS = 100;

/** The metrics of one node. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: RequestTally;
  #deliveries = 0;
  readonly #cutOffs: Counter<"reason">;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({
      register: this.#registry,
      eventLoopMonitoringPrecision: LOOP_SAMPLE_MS,
    });
    this.#requests = new RequestTally(this.#registry);
    this.#cutOffs = new Counter({
      name: "chat_connections_cut_off_total",
      help: "Connections ended by the server, by reason: slow or flood",
      labelNames: ["reason"],
      registers,
    });
  }

  /** Adds what is read when somebody asks. Once. */
  read(readings: Readings): void {
    const add = gaugesIn(this.#registry);
    const limitsMet = new Counter({
      name: "chat_limits_met_total",
      help: "What was refused because it was too much, by the limit that was met",
      labelNames: ["limit"],
      registers: [],
      collect() {
        this.reset();
        for (const [limit, count] of readings.refusals()) this.inc({ limit }, count);
      },
    });
    const deliveries = () => this.#deliveries;
    const delivered = new Counter({
      name: "chat_deliveries_total",
      help: "Messages and notices handed to members of this node, each member counted",
      registers: [],
      collect() {
        this.reset();
        this.inc(deliveries());
      },
    });
    this.#registry.registerMetric(limitsMet);
    this.#registry.registerMetric(delivered);
    add("chat_connections", "Open connections", readings.connections);
    add("chat_live_rooms", "Rooms with members on this node", readings.rooms);
    add("chat_sessions", "Sessions in rooms on this node", readings.sessions);
  }

  /**
   * Counts a request.
   *
   * @param outcome `ok`, or the code of the error
   */
  countRequest(event: string, outcome: string, seconds: number): void {
    this.#requests.count(event, outcome, seconds);
  }

  /** Counts what was handed to members. */
  countDeliveries(count: number): void {
    this.#deliveries += count;
  }

  /** Counts a connection that was ended for what it did. */
  countCutOff(reason: string): void {
    this.#cutOffs.inc({ reason });
  }

  /** Where others add theirs. */
  get registry(): Registry {
    return this.#registry;
  }

  /** The media type of {@link render}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics as text. */
  render(): Promise<string> {
    return this.#registry.metrics();
  }
}
