// A connection of a member for measuring: Socket.IO's packets over a plain WebSocket, with next to no work of its own.

import { WebSocket } from "ws";

/** How many connections are opened at once. */
const OPEN_AT_ONCE = 50;

/** One connection, open. */
export class RawMember {
  readonly #socket: WebSocket;
  #number = 0;
  readonly #waiting = new Map<number, () => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer) => this.#hear(data.toString("latin1")));
  }

  /** Opens a connection. */
  static connect(url: string): Promise<RawMember> {
    const address = `${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.on("message", function welcome(data: Buffer) {
        const packet = data.toString("latin1");
        if (packet.startsWith("0")) socket.send("40");
        if (!packet.startsWith("40")) return;
        socket.off("message", welcome);
        resolve(new RawMember(socket));
      });
    });
  }

  /** Opens many connections, some at once. */
  static async connectMany(url: string, count: number): Promise<RawMember[]> {
    const members: RawMember[] = [];
    while (members.length < count) {
      const some = Math.min(OPEN_AT_ONCE, count - members.length);
      members.push(
        ...(await Promise.all(Array.from({ length: some }, () => RawMember.connect(url)))),
      );
    }
    return members;
  }

  /** Enters a room without its backlog. */
  async join(room: string, username: string): Promise<void> {
    await this.#request("join", { room, username, limit: 0 });
  }

  /** Posts a text `count` times, `inFlight` at once, with nonces where a prefix is given. */
  async post(
    room: string,
    username: string,
    message: string,
    count: number,
    nonce?: string,
    inFlight = 64,
  ): Promise<void> {
    let sent = 0;
    const pump = async () => {
      while (sent < count) {
        const number = sent++;
        const draft = { room, username, message };
        await this.#request("message", nonce ? { ...draft, nonce: `${nonce}${number}` } : draft);
      }
    };
    await Promise.all(Array.from({ length: Math.min(inFlight, count) }, pump));
  }

  /** Hangs up. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.once("close", () => resolve());
      this.#socket.terminate();
    });
  }

  #request(event: string, payload: object): Promise<void> {
    const number = ++this.#number;
    this.#socket.send(`42${number}${JSON.stringify([event, payload])}`);
    return new Promise((resolve) => this.#waiting.set(number, resolve));
  }

  #hear(packet: string): void {
    if (packet === "2") this.#socket.send("3");
    if (!packet.startsWith("43")) return;
    const number = Number.parseInt(packet.slice(2, 18), 10);
    if (packet.includes('"ok":false', 3)) throw new Error(packet);
    this.#waiting.get(number)?.();
    this.#waiting.delete(number);
  }
}
