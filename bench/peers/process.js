// A process under test: started, ready when its port answers, measured by what the kernel says of it, ended.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { holdToCores } from "./cpu-quota.js";

const START_BOUND_MS = 20_000;
const STOP_BOUND_MS = 15_000;
/** The unit of times in /proc/PID/stat, in milliseconds. */
const TICK_MS = 10;
const FOREIGN_VARIABLES =
  /^(?:CHAT_|REDIS_URL$|STORE$|DATA_DIR$|PORT$|HOST$|LOG_LEVEL$|RATE_LIMITS$|LIMITS$|TRUST_PROXY$|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$)/;

/** @type {Set<Process>} */
const running = new Set();
/** @type {Set<string>} */
const folders = new Set();
process.on("exit", () => {
  for (const child of running) child.signal("SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  // Without this no "exit" follows.
  process.once(signal, () => process.exit(130));
}

/** A running process. */
export class Process {
  #child;
  #said = "";
  #ended = false;
  #exited;
  /** Takes the limit away that {@link holdTo} set. */
  #setFree = () => {};

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {{ env?: Record<string, string>, cwd?: string, descriptors?: number }} [options]
   *   descriptors: the most files it may open
   */
  constructor(command, args, { env = {}, cwd, descriptors } = {}) {
    const inherited = Object.entries(process.env).filter(([name]) => !FOREIGN_VARIABLES.test(name));
    const limited = descriptors === undefined ? [] : ["prlimit", `--nofile=${descriptors}`];
    const [program = command, ...rest] = [...limited, command, ...args];
    this.#child = spawn(program, rest, {
      cwd,
      // Debian keeps servers where not every user's PATH looks.
      env: {
        ...Object.fromEntries(inherited),
        PATH: `${process.env["PATH"] ?? ""}:/usr/sbin`,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream
        .setEncoding("utf8")
        .on("data", (text) => (this.#said = (this.#said + text).slice(-4_000)));
    }
    running.add(this);
    this.#exited = new Promise((resolve) => {
      const end = () => {
        this.#ended = true;
        running.delete(this);
        this.#setFree();
        resolve(undefined);
      };
      this.#child.once("exit", end);
      this.#child.once("error", (error) => {
        this.#said += error.message;
        end();
      });
    });
  }

  get pid() {
    return this.#child.pid ?? 0;
  }

  /** Settles once a port takes connections. @param {number} port @throws Error with what the process said */
  async listening(port) {
    const until = performance.now() + START_BOUND_MS;
    while (!(await answers(port))) {
      if (this.#ended || performance.now() > until) {
        this.signal("SIGKILL");
        throw new Error(`${this.#child.spawnargs.join(" ")} did not start:\n${this.#said}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return this;
  }

  /** CPU time it used so far, user and system, all threads, in milliseconds. */
  get cpuMs() {
    return cpuMsOf(this.pid);
  }

  /** Memory that is in RAM, in bytes. */
  get rssBytes() {
    return rssBytesOf(this.pid);
  }

  /** From now on it has so much CPU time at most. @param {number} cores @throws Error where that cannot be set here */
  holdTo(cores) {
    this.#setFree = holdToCores(this.pid, cores);
  }

  /** @param {NodeJS.Signals} name */
  signal(name) {
    this.#child.kill(name);
  }

  /** Asks it to end, and ends it. */
  async stop() {
    this.signal("SIGTERM");
    const late = setTimeout(() => this.signal("SIGKILL"), STOP_BOUND_MS);
    await this.#exited;
    clearTimeout(late);
  }
}

/** CPU time a process used so far, user and system, all threads, in milliseconds. @param {number} pid */
export function cpuMsOf(pid) {
  try {
    // Nanoseconds a thread; the times in stat have a grain of 10 ms. Threads that ended are missing here.
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + readThread(pid, thread), 0);
  } catch {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }
}

/** Memory of a process that is in RAM, in bytes. @param {number} pid */
export function rssBytesOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}

/** A port that is free now. @returns {Promise<number>} */
export async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A folder that goes when this process ends. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "chat-bench-"));
  folders.add(folder);
  return folder;
}

/** @param {number} pid @param {string} thread */
function readThread(pid, thread) {
  const text = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "latin1");
  return Number(text.split(" ")[0]) / 1e6;
}

/** @param {number} port @returns {Promise<boolean>} */
async function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
