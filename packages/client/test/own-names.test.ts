// Names of one's own, against the real server: what a client with another secret comes to see.

import * as assert from "uvu/assert";

import type { ChatError } from "@chat/protocol";

import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { ChatClient } from "../src/chat-client.ts";
import { until, untilLines } from "./support/until.ts";

const test = suite("ChatClient and names of one's own", { timeoutMs: 30_000 });
const ADAS = "adas-secret-".padEnd(43, "a");
const EVES = "eves-secret-".padEnd(43, "e");
let clients: ChatClient[] = [];
let server: Server;

test.before(async () => {
  server = await startServer({ env: { RATE_LIMITS: "off" } });
});

test.after.each(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
});

test.after(async () => {
  await server.stop();
});

function open(username: string, secret?: string): ChatClient {
  const client = new ChatClient({
    url: server.url,
    username,
    ...(secret !== undefined && { secret }),
  });
  clients.push(client);
  client.connect();
  return client;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => (error as ChatError).code,
  );
}

test("a room under a name of another's is refused, once and for good, and the connection stays", async () => {
  const ada = open("ada", ADAS);
  await ada.join("general");
  for (const secret of [EVES, undefined]) {
    const other = open("ada", secret);
    const refusals: string[] = [];
    other.listen((event) => {
      if (event.type === "refused") refusals.push(event.error.code);
    });
    assert.is(await codeOf(other.join("general")), "username_taken");
    const snapshot = await until(other, ({ rooms }) => rooms.get("general")?.status === "refused");
    assert.is(snapshot.rooms.get("general")?.error?.code, "username_taken");
    assert.is(snapshot.connection.status, "connected");
    assert.is(await codeOf(other.send("elsewhere", "hi").stored), "username_taken");
    assert.equal(refusals, ["username_taken"]);
  }
});

test("the same secret is the same person, on any number of connections", async () => {
  const [one, two] = [open("bella", ADAS), open("bella", ADAS)];
  await one.join("shared");
  await two.join("shared");
  await two.send("shared", "from the other one").stored;
  await untilLines(one, "shared", ["from the other one"]);
});

test("a secret that is none is a refused connection, not tried again", async () => {
  const client = open("cora", "short");
  const { connection } = await until(client, ({ connection }) => connection.status === "refused");
  assert.is(connection.error?.code, "invalid_request");
});

test.run();
