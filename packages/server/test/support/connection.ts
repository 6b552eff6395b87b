// A Socket.IO client of a test that writes down everything it hears, acknowledgements included, in order.

import type { Acknowledgement, Answers, RequestName, WireError } from "@chat/protocol";
import { type ManagerOptions, type Socket, type SocketOptions, io } from "socket.io-client";

import { Heard } from "./heard.ts";

/** Something heard: an event with its payload, or the acknowledgement of a request as `ack join`. */
export interface HeardEvent {
  event: string;
  // What comes over the wire is looked at field by field in the tests.
  // oxlint-disable-next-line typescript/no-explicit-any
  payload: any;
}

/** A connection. */
export class Connection {
  readonly socket: Socket;
  readonly heard = new Heard<HeardEvent>();

  constructor(url: string, options: Partial<ManagerOptions & SocketOptions> = {}) {
    this.socket = io(url, {
      forceNew: true,
      reconnection: false,
      transports: ["websocket"],
      ...options,
    });
    this.socket.onAny((event: string, payload: unknown) => this.heard.add({ event, payload }));
    this.socket.on("disconnect", (reason) => this.heard.add({ event: "lost", payload: reason }));
    this.socket.on("connect_error", (error) => {
      this.heard.add({ event: "refused", payload: (error as Error & { data?: unknown }).data });
    });
    this.socket.on("connect", () => this.heard.add({ event: "connected", payload: undefined }));
  }

  /** Sends a request and settles with its acknowledgement. */
  ask<Name extends RequestName>(
    name: Name,
    ...payload: unknown[]
  ): Promise<Acknowledgement<Answers[Name]>> {
    return new Promise((resolve) => {
      this.socket.emit(name, ...payload, (answer: Acknowledgement<Answers[Name]>) => {
        this.heard.add({ event: `ack ${name}`, payload: answer });
        resolve(answer);
      });
    });
  }

  /** Sends a request and settles with its answer. @throws Error where it is refused */
  async get<Name extends RequestName>(name: Name, ...payload: unknown[]): Promise<Answers[Name]> {
    const answer = await this.ask(name, ...payload);
    if (answer.ok) return answer;
    throw new Error(`${name} was refused: ${JSON.stringify(answer.error)}`);
  }

  /** Sends a request and settles with its refusal. @throws Error where it is granted */
  async refusal(name: RequestName, ...payload: unknown[]): Promise<WireError> {
    const answer = await this.ask(name, ...payload);
    if (!answer.ok) return answer.error;
    throw new Error(`${name} was granted: ${JSON.stringify(answer)}`);
  }

  /** Sends a request without an acknowledgement. */
  tell(name: string, ...payload: unknown[]): void {
    this.socket.emit(name, ...payload);
  }

  /** The payloads of an event so far. */
  payloads(event: string): HeardEvent["payload"][] {
    return this.heard.all
      .filter((one) => one.event === event)
      .map(({ payload }) => payload as unknown);
  }

  /** Settles with the payload of the `count`th event of that name, the first where absent. */
  async payload(event: string, count = 1): Promise<HeardEvent["payload"]> {
    await this.heard.until(`${event} ${count}`, () => this.payloads(event).length >= count);
    return this.payloads(event)[count - 1];
  }

  /** The texts of the messages heard so far, backlogs included. */
  get texts(): string[] {
    return this.heard.all.flatMap(({ event, payload }) => {
      if (event === "message") return [payload.message as string];
      if (event === "room_history") {
        return payload.messages.map(({ message }: { message: string }) => message) as string[];
      }
      return [];
    });
  }

  /** Settles once a message with that text was heard. */
  async untilText(text: string): Promise<void> {
    await this.heard.until(`message "${text}"`, () => this.texts.includes(text));
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** The connections of a test file, closed together. */
export class Connections {
  readonly #open: Connection[] = [];

  /** Opens one, and settles once it is let in or refused. */
  async open(url: string, options?: Partial<ManagerOptions & SocketOptions>): Promise<Connection> {
    const connection = new Connection(url, options);
    this.#open.push(connection);
    await connection.heard.until("connection", (all) =>
      all.some(({ event }) => event === "connected" || event === "refused"),
    );
    return connection;
  }

  /** Opens one and joins a room. */
  async join(url: string, username: string, room = "general"): Promise<Connection> {
    const connection = await this.open(url);
    await connection.get("join", { room, username });
    return connection;
  }

  closeAll(): void {
    for (const connection of this.#open.splice(0)) connection.close();
  }
}
