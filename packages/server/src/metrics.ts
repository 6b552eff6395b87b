// What an operator watches: counters and gauges of this node, as Prometheus reads them. Knows numbers only; whoever
// counts hands them in.

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

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

/** From half a millisecond to the store's time-out and beyond, in seconds. */
const LATENCY_BUCKETS = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];
/** How often the delay of the event loop is sampled, in milliseconds. Each sample wakes the process up. */
const LOOP_SAMPLE_MS = 100;

/** The metrics of one node. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"event" | "outcome">;
  readonly #latency: Histogram<"event">;
  readonly #deliveries: Counter;
  readonly #cutOffs: Counter<"reason">;

  constructor() {
    const registers = [this.#registry];
    collectDefaultMetrics({
      register: this.#registry,
      eventLoopMonitoringPrecision: LOOP_SAMPLE_MS,
    });
    this.#requests = new Counter({
      name: "chat_requests_total",
      help: "Requests over Socket.IO, by event and by what came of them: ok, or the code of the error",
      labelNames: ["event", "outcome"],
      registers,
    });
    this.#latency = new Histogram({
      name: "chat_request_duration_seconds",
      help: "From a request to its acknowledgement",
      labelNames: ["event"],
      buckets: LATENCY_BUCKETS,
      registers,
    });
    this.#deliveries = new Counter({
      name: "chat_deliveries_total",
      help: "Messages and notices handed to members of this node, each member counted",
      registers,
    });
    this.#cutOffs = new Counter({
      name: "chat_connections_cut_off_total",
      help: "Connections ended by the server, by reason: slow or flood",
      labelNames: ["reason"],
      registers,
    });
  }

  /** Adds what is read when somebody asks. Once. */
  read(readings: Readings): void {
    const add = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
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
    this.#registry.registerMetric(limitsMet);
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
    this.#requests.inc({ event, outcome });
    this.#latency.observe({ event }, seconds);
  }

  /** Counts what was handed to members. */
  countDeliveries(count: number): void {
    this.#deliveries.inc(count);
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
