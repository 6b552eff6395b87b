// A server that can be told to misbehave, and clients of it: new for each test of a suite, closed behind it.

import { ChatError } from "@chat/protocol";

import type { Suite } from "../../../../test-support/suite.ts";
import { ChatClient } from "../../src/chat-client.ts";
import type { Clock } from "../../src/clock.ts";
import type { ChatClientOptions, ChatEvent } from "../../src/types.ts";
import { FakeServer } from "./fake-server.ts";
import { until, untilStatus } from "./until.ts";

/** Where the tests of a suite take place. */
export class Place {
  /** The server of the test that runs. */
  server = new FakeServer();
  #clients: ChatClient[] = [];

  constructor(test: Suite) {
    test.before.each(async () => {
      this.server = new FakeServer();
      await this.server.start();
    });
    test.after.each(async () => {
      await Promise.all(this.#clients.map((client) => client.close()));
      this.#clients = [];
      await this.server.stop();
    });
  }

  /** A client of the server, `ada` unless told otherwise, not connected yet. */
  client(options: Partial<ChatClientOptions> = {}, clock?: Clock): ChatClient {
    const environment = clock === undefined ? {} : { clock };
    const all = { url: this.server.url, username: "ada", ...options };
    return this.keep(new ChatClient(all, environment));
  }

  /** Closes a client behind the test. */
  keep(client: ChatClient): ChatClient {
    this.#clients.push(client);
    return client;
  }

  /** A client that connects, and what it tells. */
  open(
    username: string,
    options: Partial<ChatClientOptions> = {},
    clock?: Clock,
  ): { client: ChatClient; events: ChatEvent[] } {
    const client = this.client({ ...options, username }, clock);
    const events: ChatEvent[] = [];
    client.listen((event) => events.push(event));
    client.connect();
    return { client, events };
  }

  /** Puts messages into a room's history, as if they had been there before. */
  store(room: string, texts: readonly string[]): void {
    for (const text of texts) this.server.store(room, "old", text);
  }

  /** Cuts the connection, does something while it is away, and waits until the room is entered again. */
  async whileAway(client: ChatClient, act: () => void): Promise<void> {
    const joins = this.server.asked("join").length;
    const away = untilStatus(client, "reconnecting");
    this.server.cut();
    await away;
    act();
    await this.server.awaitRequest("join", joins + 1);
    await until(client, ({ rooms }) =>
      [...rooms.values()].every(({ status }) => status === "joined"),
    );
  }
}

/** Numbered texts: count("m", 1, 3) are m1, m2 and m3. */
export function count(prefix: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}`);
}

/** The code of the error that it rejects with; `fine` where it does not. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "fine",
    (error: unknown) => (error instanceof ChatError ? error.code : String(error)),
  );
}
