// A short form of the bench's hostile scenario: floods, connections that read nothing, garbage and half-open ones, while
// people chat. Nothing of theirs is lost; how fast it comes is the bench's affair.

import { ChatClient } from "@chat/client";
import * as assert from "uvu/assert";

import { Horde } from "../../bench/driver/horde.js";
import { type Server, startServer } from "../../test-support/server.ts";
import { suite } from "../../test-support/suite.ts";

const test = suite("150 hostile connections", { timeoutMs: 60_000 });

const ROOM = "general";
const PEOPLE = 10;
const EACH = 12;
/** Between two messages of a person: 12 of them take some 6 s. */
const PAUSE_MS = 500;
const ADDRESSES = ["127.0.1.1", "127.0.1.2"];

let server: Server;
let horde: Horde | undefined;
const clients: ChatClient[] = [];

test.after.each(async () => {
  horde?.kill();
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.stop();
});

/** A person who posts at a measured pace, and settles with what the server has stored of it. */
async function chat(client: ChatClient, username: string): Promise<string[]> {
  const stored: string[] = [];
  for (let count = 0; count < EACH; count++) {
    const { message } = await client.send(ROOM, `${username} says ${count}`).stored;
    stored.push(message);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return stored;
}

/** What people said, as a client heard it, in order. */
function heardBy(client: ChatClient): string[] {
  const { entries } = client.getSnapshot().rooms.get(ROOM) ?? { entries: [] };
  const texts = entries.flatMap((entry) =>
    entry.type === "message" ? [entry.message.message] : [],
  );
  assert.not.ok(entries.some(({ type }) => type === "gap"));
  return texts.filter((text) => / says \d+$/.test(text));
}

test("people who chat meanwhile lose nothing, in one order, and the server lives", async () => {
  server = await startServer();
  const names = Array.from({ length: PEOPLE }, (_, index) => `person${index}`);
  for (const username of names) {
    const client = new ChatClient({ url: server.url, username });
    clients.push(client);
    client.connect();
    await client.join(ROOM);
  }
  horde = new Horde({ port: server.port, room: ROOM, people: 150, addresses: ADDRESSES });
  const said = await Promise.all(
    clients.map((client, index) => chat(client, names[index] as string)),
  );
  const deeds = await horde.end();
  assert.ok(deeds.opened >= 150, `${deeds.opened} hostile connections`);
  const [first, ...others] = clients as [ChatClient, ...ChatClient[]];
  await untilHeard(clients, PEOPLE * EACH);
  assert.equal(heardBy(first).toSorted(), said.flat().toSorted());
  for (const other of others) assert.equal(heardBy(other), heardBy(first));
  for (const [index, own] of said.entries()) {
    assert.equal(
      heardBy(first).filter((text) => text.startsWith(`${names[index]} `)),
      own,
    );
  }
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /chat_connections_cut_off_total\{reason="flood"\} [1-9]/);
  assert.not.match(server.logs, "fault");
});

/** Settles once each has heard so much. The last of it may be on its way still. */
async function untilHeard(all: readonly ChatClient[], count: number): Promise<void> {
  await Promise.all(
    all.map(
      (client) =>
        new Promise<void>((resolve) => {
          const look = () => {
            if (heardBy(client).length < count) return;
            stop();
            resolve();
          };
          const stop = client.subscribe(look);
          look();
        }),
    ),
  );
}

test.run();
