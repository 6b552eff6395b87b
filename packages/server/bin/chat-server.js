#!/usr/bin/env node
// Starts the built server. Plain JavaScript, so that it can say what to do where nothing is built.

import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

// The young generation is collected by this thread alone: see docs/decisions/027.
setFlagsFromString("--no-parallel-scavenge");

const entry = new URL("../dist/main.js", import.meta.url);
if (existsSync(entry)) {
  const { main } = await import(entry.href);
  await main(process.argv);
} else {
  process.stderr.write(
    "chat-server: not built yet. Run `npm start` or `npm run build` in the repository.\n",
  );
  process.exitCode = 1;
}
