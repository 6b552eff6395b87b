// Gauges that nobody keeps: their values are read when somebody asks.

import { Gauge, type Registry } from "prom-client";

/** Adds a gauge; `value` is called for each answer to `/metrics`. */
export type AddGauge = (name: string, help: string, value: () => number) => void;

/** What adds gauges to a registry. */
export function gaugesIn(registry: Registry): AddGauge {
  return (name, help, value) => {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      collect() {
        this.set(value());
      },
    });
    registry.registerMetric(gauge);
  };
}
