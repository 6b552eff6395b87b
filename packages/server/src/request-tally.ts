// How many requests there were, what came of them and how long they took, counted at next to no cost: a message's share of
// prom-client, which works out labels at each call, was a thirtieth of all it takes. Read by Prometheus like the rest.

import { Counter, Histogram, type MetricType, type Registry } from "prom-client";

/** Upper bounds of what is told apart: half a millisecond to the store's time-out and beyond, in seconds. */
const LATENCY_BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** What was counted of one event. */
interface Tally {
  outcomes: Map<string, number>;
  /** How many took as long as each bucket allows, and more than the one before; one more for those above all. */
  took: number[];
  seconds: number;
}

type Value = Awaited<ReturnType<Histogram["get"]>>["values"][number];

/** The requests of one node. */
export class RequestTally {
  readonly #events = new Map<string, Tally>();

  constructor(registry: Registry) {
    const events = this.#events;
    const requests = new Counter({
      name: "chat_requests_total",
      help: "Requests over Socket.IO, by event and by what came of them: ok, or the code of the error",
      labelNames: ["event", "outcome"],
      registers: [],
      collect() {
        this.reset();
        for (const [event, { outcomes }] of events) {
          for (const [outcome, count] of outcomes) this.inc({ event, outcome }, count);
        }
      },
    });
    registry.registerMetric(requests);
    registry.registerMetric(new Latency(events));
  }

  /**
   * Counts a request.
   *
   * @param outcome `ok`, or the code of the error
   */
  count(event: string, outcome: string, seconds: number): void {
    let tally = this.#events.get(event);
    if (tally === undefined) {
      const took = [...LATENCY_BUCKETS, Infinity].map(() => 0);
      this.#events.set(event, (tally = { outcomes: new Map(), took, seconds: 0 }));
    }
    const { outcomes, took } = tally;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    let bucket = 0;
    while (seconds > (LATENCY_BUCKETS[bucket] ?? Infinity)) bucket++;
    took[bucket] = (took[bucket] ?? 0) + 1;
    tally.seconds += seconds;
  }
}

const LATENCY = {
  name: "chat_request_duration_seconds",
  help: "From a request to its acknowledgement",
};

/** The histogram of what was tallied. */
class Latency extends Histogram<"event"> {
  readonly #events: ReadonlyMap<string, Tally>;

  constructor(events: ReadonlyMap<string, Tally>) {
    super({ ...LATENCY, labelNames: ["event"], buckets: [...LATENCY_BUCKETS], registers: [] });
    this.#events = events;
  }

  override get() {
    return this.getForPromString();
  }

  /** What the registry asks for; it is not in prom-client's types. */
  async getForPromString(): ReturnType<Histogram<"event">["get"]> {
    const values = [...this.#events].flatMap(([event, tally]) => toValues(event, tally));
    // Its types name the kinds by an enumeration that is not there at run time.
    const type = "histogram" as unknown as MetricType;
    return { ...LATENCY, type, aggregator: "sum", values, collect: () => undefined };
  }
}

function toValues(event: string, { took, seconds }: Tally): Value[] {
  let count = 0;
  const buckets = took.map((taken, index) => {
    count += taken;
    const le = LATENCY_BUCKETS[index] ?? "+Inf";
    return {
      metricName: "chat_request_duration_seconds_bucket",
      labels: { event, le },
      value: count,
    };
  });
  const sum = {
    metricName: "chat_request_duration_seconds_sum",
    labels: { event },
    value: seconds,
  };
  return [
    ...buckets,
    sum,
    { ...sum, metricName: "chat_request_duration_seconds_count", value: count },
  ];
}
