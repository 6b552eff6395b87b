// Loaded into a server before the server itself: on SIGWINCH it collects garbage and logs how much of the heap is left
// in use. The signal is one that a server without a terminal never gets.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = /** @type {() => void} */ (runInNewContext("gc"));

process.on("SIGWINCH", () => {
  // Twice: what a first collection finalises is free only after the second.
  collect();
  collect();
  const { heapUsed } = process.memoryUsage();
  const entry = { level: 30, time: new Date().toISOString(), heapUsed, msg: "Memory in use" };
  process.stdout.write(`${JSON.stringify(entry)}\n`);
});
