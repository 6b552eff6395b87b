// A TCP proxy that does to connections what networks do: cuts them, holds them up, refuses them, loses an answer on the
// way. Between a node and Redis it is the fault; between clients and nodes it is the load balancer. Knows no protocol:
// a connection to Redis is known by the name that the node gives it in its first bytes.

import { type AddressInfo, type Server, type Socket, connect, createServer } from "node:net";

/** The names that a node gives its connections to Redis. */
export type LinkName = "chat-commands" | "chat-subscriptions";

interface Link {
  near: Socket;
  far: Socket;
  name: LinkName | undefined;
  /** What comes back is thrown away, and then the connection is cut. */
  losing: boolean;
}

const NAMES: readonly LinkName[] = ["chat-commands", "chat-subscriptions"];

/** The proxy. Opened by {@link FaultProxy.open}. */
export class FaultProxy {
  readonly port: number;
  #server: Server;
  #targets: readonly number[];
  #turn = 0;
  #links = new Set<Link>();
  #refused = new Set<LinkName>();
  #stalled = false;
  #marker: string | undefined;
  #lost: (() => void) | undefined;

  private constructor(server: Server, targets: readonly number[]) {
    this.#server = server;
    this.#targets = targets;
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (near) => this.#accept(near));
  }

  /** Listens on a free port of 127.0.0.1. Connections go to the targets in turn, past those where nobody listens. */
  static async open(targets: readonly number[]): Promise<FaultProxy> {
    // Paused until there is somebody to pass bytes on to.
    const server = createServer({ pauseOnConnect: true, noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return new FaultProxy(server, targets);
  }

  /** Cuts connections: those of one name, or all. */
  cut(name?: LinkName): void {
    for (const link of this.#links) if (name === undefined || link.name === name) sever(link);
  }

  /** Cuts the connections of one name, and lets none through until {@link admit}. */
  refuse(name: LinkName): void {
    this.#refused.add(name);
    this.cut(name);
  }

  /** Lets connections of that name through again. */
  admit(name: LinkName): void {
    this.#refused.delete(name);
  }

  /** Lets no byte through, in either direction, and cuts nothing. */
  stall(): void {
    this.#stalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Lets the bytes through again. */
  resume(): void {
    this.#stalled = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /**
   * The next request that holds `marker` is passed on and carried out, but its answer, and whatever else would come
   * back over that connection, is lost with the connection.
   *
   * @returns settles when that has happened
   */
  loseAnswerTo(marker: string): Promise<void> {
    this.#marker = marker;
    return new Promise((resolve) => (this.#lost = resolve));
  }

  /** Cuts everything and listens no more. */
  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  get #sockets(): Socket[] {
    return [...this.#links].flatMap(({ near, far }) => [near, far]);
  }

  #accept(near: Socket): void {
    near.on("error", () => near.destroy());
    const first = this.#turn++;
    this.#reach(
      near,
      this.#targets.map((_, at) => this.#targets[(first + at) % this.#targets.length]),
    );
  }

  #reach(near: Socket, [port, ...others]: (number | undefined)[]): void {
    if (port === undefined) return void near.destroy();
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    const next = (): void => this.#reach(near, others);
    far.once("error", next);
    far.once("connect", () => {
      far.off("error", next);
      if (near.destroyed) return void far.destroy();
      this.#join(near, far);
    });
  }

  #join(near: Socket, far: Socket): void {
    const link: Link = { near, far, name: undefined, losing: false };
    this.#links.add(link);
    near.on("data", (bytes: Buffer) => {
      this.#look(link, bytes);
      pass(bytes, near, far);
    });
    far.on("data", (bytes: Buffer) => {
      if (!link.losing) return pass(bytes, far, near);
      sever(link);
      this.#lost?.();
    });
    for (const socket of [near, far]) {
      socket.on("error", () => sever(link));
      socket.on("close", () => {
        this.#links.delete(link);
        sever(link);
      });
    }
    if (!this.#stalled) near.resume();
    else far.pause();
  }

  /** Notes what the bytes say of the connection, and whether they are the request whose answer is to be lost. */
  #look(link: Link, bytes: Buffer): void {
    link.name ??= NAMES.find((name) => bytes.includes(name));
    if (link.name !== undefined && this.#refused.has(link.name)) sever(link);
    if (this.#marker === undefined || !bytes.includes(this.#marker)) return;
    this.#marker = undefined;
    link.losing = true;
  }
}

/** Passes bytes on, no faster than they are taken. */
function pass(bytes: Buffer, from: Socket, to: Socket): void {
  if (to.destroyed || to.write(bytes)) return;
  from.pause();
  to.once("drain", () => from.resume());
}

function sever({ near, far }: Link): void {
  near.destroy();
  far.destroy();
}
