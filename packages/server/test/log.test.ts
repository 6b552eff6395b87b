// How the log ends: in a process of its own, since it is standard output that it writes to.

import * as assert from "uvu/assert";

import { type Child, startChild } from "../../../test-support/child.ts";
import { suite } from "../../../test-support/suite.ts";
import { eventually } from "./support/eventually.ts";

const test = suite("log");

const LOG = new URL("../dist/log.js", import.meta.url).href;
const children: Child[] = [];

test.after.each(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
});

/** Runs a program that has a `log`, waits for SIGTERM, runs some lines and ends with 0 once the log is finished. */
async function start(lines: string): Promise<Child> {
  const program = `
    import { openLog } from ${JSON.stringify(LOG)};
    const { log, finish } = openLog({ logLevel: "info" });
    const waiting = setInterval(() => undefined, 1_000);
    process.once("SIGTERM", async () => {
      ${lines}
      await finish();
      process.exit(0);
    });
    log.info("ready");
  `;
  const args = ["--input-type=module", "--eval", program];
  const child = await startChild(process.execPath, args);
  children.push(child);
  await eventually(() => assert.match(child.logs, "ready"));
  return child;
}

test("a process whose log nobody reads any more comes to its end", async () => {
  const child = await start("log.info('one'); log.fatal('two'); log.info('three');");
  child.deafen();
  assert.equal(await child.stop(5_000), { code: 0, signal: null });
});

test("nor does it wait where it was noticed before that nobody reads", async () => {
  const child = await start(
    "log.info('one'); await new Promise((resolve) => setTimeout(resolve, 200)); log.info('two');",
  );
  child.deafen();
  assert.equal(await child.stop(5_000), { code: 0, signal: null });
});

test("all that was logged is written before the end", async () => {
  const child = await start("for (let i = 1; i <= 20_000; i++) log.info({ i }, 'counted');");
  assert.equal(await child.stop(10_000), { code: 0, signal: null });
  const lines = child.logs.trimEnd().split("\n");
  assert.is(lines.length, 20_001);
  assert.is(JSON.parse(lines.at(-1) ?? "").i, 20_000);
});

test.run();
