// The machinery that judges all other tests: each way to fail that uvu alone would let pass is a failure here.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import * as assert from "uvu/assert";

import { CACHE, ROOT } from "../scripts/paths.js";
import { type Result, runTestFile } from "../scripts/run-test-file.js";
import { suite } from "../test-support/suite.ts";

const test = suite("suite and runner");
let folder = "";

test.before(() => {
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(`${CACHE}/suite-test-`);
});

test.after(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a file whose tests pass counts them and has no fault", async () => {
  const result = await runSource(`
    test("one", () => {});
    test("two", async () => { await Promise.resolve(); });
    test.run();`);
  assert.is(result.passed, 2);
  assert.is(result.failed, 0);
  assert.equal(result.faults, []);
});

test("a failed assertion fails its test alone and shows the difference", async () => {
  const result = await runSource(`
    test("one", () => { assert.equal({ a: 1 }, { a: 2 }); });
    test("two", () => {});
    test.run();`);
  assert.is(result.passed, 1);
  assert.is(result.failed, 1);
  assert.match(result.output, "Expected values to be deeply equal");
});

test("whatever is thrown fails the test, and the tests after it still run", async () => {
  const result = await runSource(`
    test("nothing", () => { throw undefined; });
    test("an object", () => { throw { details: 7 }; });
    test("a cause", () => { throw new TypeError("outer", { cause: new Error("inner") }); });
    test("fine", () => {});
    test.run();`);
  assert.is(result.passed, 1);
  assert.is(result.failed, 3);
  assert.match(result.output, "TypeError: outer");
  assert.match(result.output, "inner");
});

test("a hook that fails before all tests fails every test", async () => {
  const result = await runSource(`
    test.before(() => { throw new Error("no database"); });
    test("one", () => {});
    test("two", () => {});
    test.run();`);
  assert.is(result.passed, 0);
  assert.is(result.failed, 2);
  assert.match(result.output, "before failed: Error: no database");
});

for (const hook of ["before.each", "after.each"]) {
  test(`a hook that fails at ${hook} fails its test`, async () => {
    const result = await runSource(`
      test.${hook}(() => { throw new Error("broke"); });
      test("one", () => {});
      test("two", () => {});
      test.run();`);
    assert.is(result.failed, 2);
    assert.match(result.output, `${hook} failed: Error: broke`);
  });
}

test("a hook that fails after all tests fails the file, and the other hooks still run", async () => {
  const result = await runSource(`
    test.after(() => { throw new Error("left a mess"); });
    test.after(() => { console.log("the second ran"); });
    test("one", () => {});
    test.run();`);
  assert.is(result.passed, 1);
  assert.is(result.failed, 1);
  assert.match(result.output, "after failed: Error: left a mess");
  assert.match(result.output, "the second ran");
});

test("a test that never ends is failed at its bound, and the next one runs", async () => {
  const result = await runSource(
    `
    test("one", () => new Promise(() => {}));
    test("two", () => {});
    test.run();`,
    { options: "{ timeoutMs: 100 }" },
  );
  assert.is(result.passed, 1);
  assert.is(result.failed, 1);
  assert.match(result.output, "the test did not end within 100 ms");
});

test("a file that blocks is ended at its own bound, with what it started", async () => {
  const result = await runSource(
    `
    import { spawn } from "node:child_process";
    test("one", () => {
      const child = spawn("sleep", ["600"], { stdio: "inherit" });
      console.log("PID " + child.pid);
      for (;;);
    });
    test.run();`,
    { timeoutMs: 1_500 },
  );
  assert.is(result.failed, 1);
  assert.equal(result.faults, ["did not end within 1.5 s"]);
  const pid = Number(/PID (\d+)/.exec(result.output)?.[1]);
  // Where nobody reaps orphans, an ended process stays as a zombie.
  const state = spawnSync("ps", ["-o", "stat=", "-p", String(pid)])
    .stdout.toString()
    .trim();
  assert.match(state, /^Z|^$/);
});

test("a handle left open is a failure that names it", async () => {
  const result = await runSource(`
    test("one", () => { setInterval(() => {}, 1000); });
    test.run();`);
  assert.is(result.passed, 1);
  assert.is(result.failed, 1);
  assert.equal(result.faults, ["did not end: a handle is open"]);
  assert.match(result.output, "Timeout");
});

test("a suite that is never run is a failure, whether or not another one was", async () => {
  const alone = await runSource(`test("one", () => {});`);
  assert.is(alone.failed, 1);
  assert.match(alone.output, "test.run() is missing");
  const beside = await runSource(`
    test("one", () => {});
    const other = suite("other");
    other("two", () => {});
    other.run();`);
  assert.is(beside.passed, 1);
  assert.is(beside.failed, 1);
});

test("a suite without tests is a failure", async () => {
  const result = await runSource(`test.run();`);
  assert.is(result.failed, 1);
  assert.match(result.output, "it has no tests");
});

test("a file that exits in the middle is a failure", async () => {
  const result = await runSource(`
    test("one", () => { process.exit(0); });
    test("two", () => {});
    test.run();`);
  assert.is(result.failed, 1);
});

test("an error that nobody caught is a failure, also after the last test", async () => {
  const result = await runSource(`
    test("one", () => { setTimeout(() => { throw new Error("late"); }, 50); });
    test.run();`);
  assert.is(result.passed, 1);
  assert.is(result.failed, 1);
});

test("a suite that lacks a program is skipped with its hooks, and says how to get it", async () => {
  const result = await runSource(
    `
    process.env.PATH = "/nowhere";
    const skipping = suite("needy", { needs: ["redis-server"] });
    skipping.before(() => { throw new Error("must not run"); });
    skipping("one", () => {});
    skipping("two", () => {});
    skipping.run();`,
    { declare: false },
  );
  assert.is(result.failed, 0);
  assert.equal(result.skipped, [
    {
      suite: "needy",
      tests: 2,
      missing: ["redis-server"],
      install: "apt-get install redis-server",
    },
  ]);
});

/** Runs the source of a test file, with `suite`, `assert` and a suite `test` at hand. */
async function runSource(
  source: string,
  how: { options?: string; timeoutMs?: number; declare?: boolean } = {},
): Promise<Result> {
  const path = `${folder}/${Math.random().toString(36).slice(2)}.ts`;
  const declared =
    how.declare === false ? "" : `const test = suite("sample", ${how.options ?? "{}"});`;
  writeFileSync(
    path,
    `import * as assert from "uvu/assert";
    import { suite } from ${JSON.stringify(`${ROOT}/test-support/suite.ts`)};
    ${declared}
    ${source}\n`,
  );
  return runTestFile({
    path: relative(ROOT, path),
    timeoutMs: how.timeoutMs ?? 30_000,
    faults: [],
  });
}

test.run();
