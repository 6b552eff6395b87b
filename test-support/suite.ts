// A uvu suite without uvu's holes: tests and hooks are bounded, no failure of a hook is lost, nothing that was
// declared stays unrun, and an open handle is a failure instead of a silent hang. Knows nothing of the chat.

import { suite as uvuSuite } from "uvu";

import { type Failure, bounded, reportLine, toFailure } from "./failure.ts";
import { type Need, installCommand, missingNeeds } from "./needs.ts";

/** A test or a hook. */
export type Handler = () => void | Promise<void>;

/** How a suite differs from the usual. */
export interface SuiteOptions {
  /** How long each test and each hook may take, in milliseconds; 20,000 where absent. */
  timeoutMs?: number;
  /** What has to be installed. Where something is missing the suite is skipped, and says so. */
  needs?: readonly Need[];
}

/** Declares a hook that runs once, or around each test. */
export interface Hook {
  (handler: Handler): void;
  each(handler: Handler): void;
}

/** Declares tests: call it with a title and a handler, and `run` it once at the end of the file. */
export interface Suite {
  (title: string, handler: Handler): void;
  /** Before the first test; where it fails every test of the suite fails. Before each: fails that test. */
  before: Hook;
  /** After the last test, whatever happened; all of them run. After each: also after a failure. */
  after: Hook;
  /** Hands the suite over for running. Without it the file fails. */
  run(): void;
}

/** What a suite prints, behind this word and as JSON, where it is skipped. scripts/test.js reads it. */
export interface SkippedSuite {
  suite: string;
  tests: number;
  missing: readonly Need[];
  /** The command that installs what is missing. */
  install: string;
}

const DEFAULT_TIMEOUT_MS = 20_000;
/** How long the process may go on after its last suite before an open handle is reported. */
const END_GRACE_MS = 5_000;

const unrun = new Set<string>();
let running = 0;
let broken = false;
let endTimer: NodeJS.Timeout | undefined;

// uvu sets its own exit code when it is done, so the last word has to be said later than that.
process.on("exit", (code) => {
  for (const title of unrun) fail(title, "test.run() is missing: its tests did not run");
  if (broken && code === 0) process.exitCode = 1;
});

/**
 * A suite of tests. Works in a file run alone by `node --import tsx file` and under scripts/test.js.
 *
 * @param title what is tested, such as the name of a class
 */
export function suite(title: string, options: SuiteOptions = {}): Suite {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const missing = missingNeeds(options.needs ?? []);
  const inner = uvuSuite(title);
  const hooks = { before: [], beforeEach: [], after: [], afterEach: [] } as Record<
    string,
    Handler[]
  >;
  let tests = 0;
  let beforeFailure: Failure | undefined;

  const declare = (name: string, handler: Handler): void => {
    tests++;
    unrun.add(title);
    if (missing.length > 0) inner.skip();
    else inner(name, () => runTest(handler));
  };

  /** One test with its hooks, every one of them bounded; the first failure is the test's. */
  const runTest = async (handler: Handler): Promise<void> => {
    if (beforeFailure !== undefined) throw beforeFailure;
    const failures = await runAll("before.each", hooks["beforeEach"] ?? [], true);
    if (failures.length === 0) failures.push(...(await runAll("the test", [handler], true)));
    failures.push(...(await runAll("after.each", hooks["afterEach"] ?? [], false)));
    const [first, ...others] = failures;
    for (const other of others) fail(title, other.message);
    if (first !== undefined) throw first;
  };

  const runAll = async (
    what: string,
    handlers: Handler[],
    stopAtFailure: boolean,
  ): Promise<Failure[]> => {
    const failures: Failure[] = [];
    for (const handler of handlers) {
      try {
        await bounded(what, timeoutMs, handler);
      } catch (thrown) {
        failures.push(toFailure(what, thrown));
        if (stopAtFailure) break;
      }
    }
    return failures;
  };

  inner.before(async () => {
    [beforeFailure] = await runAll("before", hooks["before"] ?? [], true);
  });
  inner.after(async () => {
    for (const failure of await runAll("after", hooks["after"] ?? [], false)) {
      fail(title, failure.message, failure.stack);
    }
    running--;
    if (running === 0) watchForTheEnd();
  });

  return Object.assign(declare, {
    before: hook(hooks, "before", "beforeEach"),
    after: hook(hooks, "after", "afterEach"),
    run: () => {
      unrun.delete(title);
      if (tests === 0) fail(title, "it has no tests");
      if (missing.length > 0) {
        const install = installCommand(missing);
        reportLine("SKIPPED", { suite: title, tests, missing, install } satisfies SkippedSuite);
        // What a skipped suite would have set up is not there: its hooks stay silent.
        for (const list of Object.values(hooks)) list.length = 0;
      }
      clearTimeout(endTimer);
      running++;
      inner.run();
    },
  });
}

function hook(hooks: Record<string, Handler[]>, once: string, each: string): Hook {
  const add = (key: string) => (handler: Handler) => void hooks[key]?.push(handler);
  return Object.assign(add(once), { each: add(each) });
}

/** Reports what uvu cannot: the process will end with a status other than 0. */
function fail(title: string, message: string, stack = ""): void {
  broken = true;
  process.stderr.write(`\n  FAIL  ${title}: ${message}\n${stack === "" ? "" : `${stack}\n`}`);
}

/** Ends the process where an open handle would keep it for ever. The timer itself keeps nothing alive. */
function watchForTheEnd(): void {
  endTimer = setTimeout(() => {
    const handles = process.getActiveResourcesInfo().filter((name) => name !== "Immediate");
    reportLine("LEAKED", { handles });
    fail("this file", `did not end: a handle is open (${handles.join(", ")})`);
    process.exit(1);
  }, END_GRACE_MS);
  endTimer.unref();
}
