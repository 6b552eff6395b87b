#!/usr/bin/env node
// The command `chat`: loads the bundle. Plain JavaScript, so that it can say what is missing before anything is built.

import { existsSync } from "node:fs";

const program = new URL("../dist/main.js", import.meta.url);

if (existsSync(program)) {
  const { main } = await import(program.href);
  await main(process.argv);
} else {
  process.stderr.write("chat: chat is not built yet: run `npm run build` in the repository\n");
  process.exitCode = 1;
}
