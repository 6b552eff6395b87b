// What Prometheus reads of requests that were counted.

import { Registry } from "prom-client";
import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { RequestTally } from "../src/request-tally.ts";

const test = suite("RequestTally");

test("buckets add up: each holds all that took no longer, the last one everything", async () => {
  const registry = new Registry();
  const tally = new RequestTally(registry);
  // On the bound of a bucket, between two, above all.
  for (const seconds of [0.0005, 0.003, 0.004, 60]) tally.count("join", "ok", seconds);
  const lines = (await registry.metrics()).split("\n");
  const bucket = (le: string) =>
    lines.find((line) => line.includes(`_bucket`) && line.includes(`le="${le}"`))?.split(" ")[1];
  assert.equal(["0.0005", "0.001", "0.0025", "0.005", "5", "+Inf"].map(bucket), [
    "1",
    "1",
    "1",
    "3",
    "3",
    "4",
  ]);
  assert.ok(lines.includes('chat_request_duration_seconds_count{event="join"} 4'));
  assert.ok(lines.includes('chat_request_duration_seconds_sum{event="join"} 60.0075'));
  assert.ok(lines.includes("# TYPE chat_request_duration_seconds histogram"));
});

test("events and outcomes are counted apart, and reading them twice counts nothing twice", async () => {
  const registry = new Registry();
  const tally = new RequestTally(registry);
  tally.count("join", "ok", 0);
  tally.count("message", "ok", 0);
  tally.count("message", "muted", 0);
  tally.count("message", "muted", 0);
  await registry.metrics();
  const lines = (await registry.metrics()).split("\n");
  assert.equal(
    lines.filter((line) => line.startsWith("chat_requests_total{")),
    [
      'chat_requests_total{event="join",outcome="ok"} 1',
      'chat_requests_total{event="message",outcome="ok"} 1',
      'chat_requests_total{event="message",outcome="muted"} 2',
    ],
  );
});

test.run();
