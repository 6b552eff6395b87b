// The client and the real server together: what the fake of the other tests takes for granted.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as assert from "uvu/assert";

import { freePort } from "../../../test-support/free-port.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { ChatClient } from "../src/chat-client.ts";
import { lines, roomOf, until, untilLines, untilStatus } from "./support/until.ts";

const test = suite("ChatClient with the server", { timeoutMs: 60_000 });
let clients: ChatClient[] = [];
let servers: Server[] = [];

test.after.each(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(servers.map((server) => server.stop()));
  clients = [];
  servers = [];
});

async function serve(env: Record<string, string> = {}): Promise<Server> {
  const server = await startServer({ env: { RATE_LIMITS: "off", ...env } });
  servers.push(server);
  return server;
}

async function open({ url }: Server, username: string, token?: string): Promise<ChatClient> {
  const client = new ChatClient({ url, username, ...(token !== undefined && { token }) });
  clients.push(client);
  client.connect();
  return client;
}

test("two people chat, come and go", async () => {
  const server = await serve();
  const ada = await open(server, "ada");
  const bob = await open(server, "bob");
  await ada.join("general");
  await bob.join("general");
  await bob.send("general", "hello").stored;
  await ada.send("general", "hello bob").stored;
  await bob.leave("general");
  await untilLines(ada, "general", ["+bob", "hello", "hello bob", "-bob"]);
  assert.equal(roomOf(ada, "general").members, ["ada"]);
  assert.equal(await ada.members("general"), ["ada"]);
  assert.equal(
    (await ada.rooms()).map(({ room, members }) => `${room} ${members}`),
    ["general 1"],
  );
});

test("a flood of drafts is stored once each and in order, and everybody sees the same", async () => {
  const server = await serve({ HISTORY_LIMIT: "2000" });
  const watcher = await open(server, "watcher");
  await watcher.join("general");
  const senders = await Promise.all(["ada", "bob", "carol"].map((name) => open(server, name)));
  const all = senders.flatMap((sender, who) =>
    Array.from({ length: 200 }, (_, i) => sender.send("general", `${who} ${i}`).stored),
  );
  await Promise.all(all);
  await until(watcher, ({ rooms }) => rooms.get("general")?.entries.length === 600);
  const shown = lines(watcher, "general");
  for (const who of [0, 1, 2]) {
    const own = shown.filter((line) => line.startsWith(`${who} `));
    assert.equal(
      own,
      Array.from({ length: 200 }, (_, i) => `${who} ${i}`),
    );
  }
});

test("who comes after an id gets all that came since, however many pages", async () => {
  const server = await serve({ HISTORY_LIMIT: "1000" });
  const ada = await open(server, "ada");
  const first = await ada.send("general", "first").stored;
  const texts = Array.from({ length: 350 }, (_, i) => `m${i}`);
  await Promise.all(texts.map((text) => ada.send("general", text).stored));
  await ada.join("general", { after: first.id });
  assert.equal(lines(ada, "general"), texts);
  await ada.loadOlder("general");
  assert.equal(lines(ada, "general"), ["first", ...texts]);
});

test("a server that is killed and comes back: nothing lost, nothing twice, no gap", async () => {
  const folder = mkdtempSync(join(tmpdir(), "chat-client-"));
  const env = { PORT: String(await freePort()), DATA_DIR: folder };
  const server = await serve(env);
  const ada = await open(server, "ada");
  const bob = await open(server, "bob");
  await bob.join("general");
  await ada.join("general");
  await ada.send("general", "before").stored;
  const lost = untilStatus(ada, "reconnecting");
  await server.kill();
  await lost;
  const sendings = ["while", "away"].map((text) => ada.send("general", text).stored);
  await serve(env);
  await Promise.all(sendings);
  for (const client of [ada, bob]) {
    await until(client, () => messages(client).length === 3);
    assert.equal(messages(client), ["before", "while", "away"]);
  }
  await servers.at(-1)?.stop();
  rmSync(folder, { recursive: true });
});

/** The lines of the room without comings and goings. */
function messages(client: ChatClient): string[] {
  return lines(client, "general").filter((line) => !/^[+-]/.test(line));
}

test.run();
