// The servers of a fault test as real processes, and what they keep their rooms in: one Redis, a cluster of three
// masters, or a disk of their own. Does to them what breaks in the field; knows nothing of who talks there.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Message } from "@chat/protocol";

import { freePort } from "../../../test-support/free-port.ts";
import { startRedisCluster } from "../../../test-support/redis-cluster.ts";
import { type Redis, startRedis } from "../../../test-support/redis.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { FaultProxy } from "./fault-proxy.ts";

/** A deliberate defect: the name of a module in test/faults/broken, loaded into the server before the server itself. */
export type Defect =
  | "no-nonce"
  | "no-barrier"
  | "announcement-outside"
  | "no-reaper"
  | "no-interruption"
  | "no-fencing"
  | "clock-only-ids"
  | "acknowledged-failure"
  | "no-disk"
  | "no-grace"
  | "early-list";

/** How a fleet is set up. */
export interface FleetOptions {
  /** One Redis where absent. */
  store?: "redis" | "cluster" | "embedded";
  /** How many servers; 2 where absent, always 1 with the embedded store. */
  nodes?: number;
  /** More of the servers' environment. */
  env?: Record<string, string>;
  /** More arguments of redis-server. Every write is on its disk before it answers, unless they say otherwise. */
  redisArgs?: readonly string[];
  /** The node, by its index, that reaches Redis through {@link Fleet.redisProxy}. */
  proxied?: number;
  /** What is broken on purpose. */
  defect?: Defect | undefined;
  /** Where an embedded store keeps its files; a temporary folder where absent. */
  dataDir?: string;
  /** The file that says by how many milliseconds the servers' clocks are off, see broken/clock.js. */
  clockFile?: string;
}

/** A server of the fleet, which may come and go. Its address stays. */
export interface FleetNode {
  readonly url: string;
  readonly port: number;
  /** What the process that runs now, or ran last, has logged. */
  readonly logs: string;
  /** Ends it with SIGKILL. */
  kill(): Promise<void>;
  /** Ends it in good order. @throws Error where it takes too long or ends with another status than 0 */
  stop(): Promise<void>;
  /** Starts it again. */
  start(): Promise<void>;
  /** Stops its process for the time being. */
  pause(): void;
  /** Lets its process go on. */
  resume(): void;
}

const STRICT = ["--appendonly", "yes", "--appendfsync", "always"];
/** The longest that an orderly end may take, in milliseconds. Source: the promise in docs/guarantees.md. */
const STOP_WITHIN_MS = 10_000;
const PAGE = 2_000;

/** The fleet. Opened by {@link Fleet.open}. */
export class Fleet {
  readonly nodes: FleetNode[] = [];
  #options: FleetOptions;
  #redisArgs: readonly string[];
  #redisDir = "";
  #redises: Redis[] = [];
  #proxy: FaultProxy | undefined;
  #front: FaultProxy | undefined;
  #folders: string[] = [];

  private constructor(options: FleetOptions) {
    this.#options = options;
    this.#redisArgs = [...STRICT, ...(options.redisArgs ?? [])];
  }

  /** Starts what the servers need, then the servers. */
  static async open(options: FleetOptions = {}): Promise<Fleet> {
    const fleet = new Fleet(options);
    try {
      await fleet.#startStore();
      const count = options.store === "embedded" ? 1 : (options.nodes ?? 2);
      for (let i = 0; i < count; i++) fleet.nodes.push(await fleet.#startNode(i));
      fleet.#front = await FaultProxy.open(fleet.nodes.map(({ port }) => port));
      return fleet;
    } catch (error) {
      await fleet.close();
      throw error;
    }
  }

  /** What stands before all servers, as a load balancer does. */
  get front(): FaultProxy {
    return required(this.#front, "front");
  }

  /** The address that leads to any server that takes connections. */
  get url(): string {
    return `http://127.0.0.1:${this.front.port}`;
  }

  /** The server with that index. */
  node(index: number): FleetNode {
    return required(this.nodes[index], `node ${index}`);
  }

  /** The Redis of the fleet, the first master of a cluster. */
  get redis(): Redis {
    return required(this.#redises[0], "Redis");
  }

  /** What stands between the proxied node and Redis. */
  get redisProxy(): FaultProxy {
    return required(this.#proxy, "proxy");
  }

  /** Ends Redis with SIGKILL and starts it again with what is on its disk. */
  async restartRedis(): Promise<void> {
    const { port } = this.redis;
    await this.redis.kill();
    this.#redises = [await startRedis({ args: this.#redisArgs, dir: this.#redisDir, port })];
  }

  /** What the store keeps of a room, oldest first: read from Redis itself, or asked of the embedded server. */
  async history(room: string): Promise<Message[]> {
    return this.#redises.length > 0 ? this.#readList(room) : this.#askPages(room);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.#front?.close();
    await Promise.all(this.nodes.map((node) => node.kill()));
    await this.#proxy?.close();
    await Promise.all(this.#redises.map((redis) => redis.kill()));
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
  }

  async #startStore(): Promise<void> {
    const { store = "redis", proxied } = this.#options;
    if (store === "embedded") return;
    if (store === "cluster") {
      this.#redises = [...(await startRedisCluster(this.#redisArgs)).masters];
      return;
    }
    this.#redisDir = this.#folder();
    this.#redises = [await startRedis({ args: this.#redisArgs, dir: this.#redisDir })];
    if (proxied !== undefined) this.#proxy = await FaultProxy.open([this.redis.port]);
  }

  async #startNode(index: number): Promise<FleetNode> {
    const port = await freePort();
    const env = { PORT: String(port), ...this.#environment(index) };
    let server: Server = await startServer({ env });
    return {
      url: server.url,
      port,
      get logs() {
        return server.logs;
      },
      kill: async () => void (await server.kill()),
      stop: async () => {
        const { code, signal } = await server.stop(STOP_WITHIN_MS);
        if (code !== 0) throw new Error(`a server ended with ${signal ?? code}:\n${server.logs}`);
      },
      start: async () => {
        server = await startServer({ env });
      },
      pause: () => server.signal("SIGSTOP"),
      resume: () => server.signal("SIGCONT"),
    };
  }

  #environment(index: number): Record<string, string> {
    const { proxied, defect, env, dataDir, clockFile } = this.#options;
    const common: Record<string, string> = { RATE_LIMITS: "off", LOG_LEVEL: "warn" };
    if (this.#redises.length === 0) common["DATA_DIR"] = dataDir ?? this.#folder();
    else if (proxied === index) common["REDIS_URL"] = `redis://127.0.0.1:${this.redisProxy.port}`;
    else common["REDIS_URL"] = this.#redises.map(({ url }) => url).join(",");
    const modules = [...(clockFile === undefined ? [] : ["clock"]), ...(defect ? [defect] : [])];
    if (clockFile !== undefined) common["CHAT_CLOCK_FILE"] = clockFile;
    common["NODE_OPTIONS"] = modules.map((name) => `--import=${moduleOf(name)}`).join(" ");
    return { HISTORY_LIMIT: "50000", ...common, ...env };
  }

  async #readList(room: string): Promise<Message[]> {
    const entries: string[] = [];
    const command = this.#redises.length > 1 ? ["-c", "lrange"] : ["lrange"];
    for (;;) {
      const range = [String(entries.length), String(entries.length + PAGE - 1)];
      const page = await this.redis.cli(...command, `room:${room}:messages`, ...range);
      if (page === "") break;
      entries.push(...page.split("\n"));
    }
    return entries.toReversed().map((entry) => JSON.parse(entry) as Message);
  }

  async #askPages(room: string): Promise<Message[]> {
    let messages: Message[] = [];
    for (;;) {
      const before = messages[0] === undefined ? "" : `&before=${messages[0].id}`;
      const url = `${this.node(0).url}/api/rooms/${room}/history?limit=100${before}`;
      const page = (await (await fetch(url)).json()) as { messages: Message[] };
      if (page.messages.length === 0) return messages;
      messages = [...page.messages, ...messages];
    }
  }

  #folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "chat-fault-"));
    this.#folders.push(folder);
    return folder;
  }
}

function moduleOf(name: string): string {
  return fileURLToPath(new URL(`../broken/${name}.js`, import.meta.url));
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`this fleet has no ${what}`);
  return value;
}
