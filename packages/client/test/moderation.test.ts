// What operators do, as clients show it, with the real server.

import * as assert from "uvu/assert";

import { ChatError, DELETED_TEXT } from "@chat/protocol";

import { freePort } from "../../../test-support/free-port.ts";
import { type Server, startServer } from "../../../test-support/server.ts";
import { suite } from "../../../test-support/suite.ts";
import { temporaryFolder } from "../../../test-support/temporary-folder.ts";
import { ChatClient } from "../src/chat-client.ts";
import { describeModerated } from "../src/moderated-words.ts";
import type { ChatClientOptions, Entry } from "../src/types.ts";
import { roomOf, until, untilStatus } from "./support/until.ts";

const test = suite("moderation, as clients show it", { timeoutMs: 60_000 });
const ROOM = "general";
let server: Server;
let env: Record<string, string>;
let clients: ChatClient[] = [];

test.before.each(async () => {
  env = {
    ...{ OPERATORS: "olga", STORE: "embedded", RATE_LIMITS: "off" },
    ...{ PORT: String(await freePort()), DATA_DIR: temporaryFolder("chat-moderation") },
  };
  server = await startServer({ env });
});

test.after.each(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  await server.stop();
});

function open(username: string, options: Partial<ChatClientOptions> = {}): ChatClient {
  const secret = `${username}-secret-`.padEnd(43, "x");
  const client = new ChatClient({ url: server.url, username, secret, ...options });
  clients.push(client);
  client.connect();
  return client;
}

async function gather(): Promise<{ olga: ChatClient; bob: ChatClient }> {
  const [olga, bob] = [open("olga"), open("bob")];
  await olga.join(ROOM);
  await bob.join(ROOM);
  return { olga, bob };
}

/** What was done, as words, of those entries that say so. */
function told(entries: readonly Entry[]): string[] {
  return entries.flatMap((entry) =>
    entry.type === "moderated" ? [describeModerated(entry, () => "noon")] : [],
  );
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "none",
    (error: unknown) => (error instanceof ChatError ? error.code : String(error)),
  );
}

test("topic, closing and a password show in the snapshot, with a line each, and for who comes later", async () => {
  const { olga, bob } = await gather();
  await olga.moderate({ room: ROOM, action: "topic", topic: "Deploys" });
  await olga.moderate({ room: ROOM, action: "close", reason: "night" });
  await olga.moderate({ room: ROOM, action: "password", password: "sesame" });
  await until(bob, ({ rooms }) => rooms.get(ROOM)?.private === true);
  const { topic, closed, operator, entries } = roomOf(bob, ROOM);
  assert.equal([topic, closed, operator], ["Deploys", true, false]);
  assert.equal(told(entries), [
    "olga set the topic: Deploys",
    "olga closed the room: operators alone may speak (night)",
    "olga made the room private",
  ]);
  assert.is(roomOf(olga, ROOM).operator, true);
  assert.is(await codeOf(bob.send(ROOM, "hi").stored), "room_closed");
  assert.is(await codeOf(bob.moderate({ room: ROOM, action: "open" })), "forbidden");
  const cid = open("cid");
  assert.is(await codeOf(cid.join(ROOM)), "password_required");
  assert.is(await codeOf(cid.join(ROOM, { password: "wrong" })), "wrong_password");
  const joined = await cid.join(ROOM, { password: "sesame" });
  assert.equal([joined.topic, joined.closed, joined.private], ["Deploys", true, true]);
  const dan = open("dan", { roomPassword: (room) => (room === ROOM ? "sesame" : undefined) });
  await dan.join(ROOM);
});

test("a deleted message loses its text in every snapshot, also of who was away", async () => {
  const { olga, bob } = await gather();
  const away = open("cid");
  await away.join(ROOM);
  const { id } = await bob.send(ROOM, "shame").stored;
  await until(away, ({ rooms }) => rooms.get(ROOM)?.lastId === id);
  const shown = (client: ChatClient): string[] =>
    roomOf(client, ROOM).entries.flatMap((one) =>
      one.type === "message" ? [one.message.message] : [],
    );
  assert.equal(shown(away), ["shame"]);
  await server.stop();
  await untilStatus(away, "reconnecting");
  server = await startServer({ env: { ...env, PORT: String(await freePort()) } });
  // Only olga finds the server that took its place.
  const later = open("olga");
  await later.join(ROOM);
  await later.moderate({ room: ROOM, action: "delete", id });
  assert.equal(shown(later), [DELETED_TEXT]);
  await server.stop();
  server = await startServer({ env });
  await until(away, () => shown(away)[0] === DELETED_TEXT);
  await until(bob, () => shown(bob)[0] === DELETED_TEXT);
  await until(olga, () => shown(olga)[0] === DELETED_TEXT);
  const entry = roomOf(bob, ROOM).entries.find(({ type }) => type === "message");
  assert.ok(entry?.type === "message" && entry.message.deleted);
});

test("who is kicked is told, does not come back by itself, and does when a person wants it", async () => {
  const { olga, bob } = await gather();
  const refused: string[] = [];
  bob.listen((event) => {
    if (event.type === "refused") refused.push(event.error.message);
  });
  await olga.moderate({ room: ROOM, action: "kick", username: "bob", reason: "enough" });
  await until(bob, ({ rooms }) => rooms.get(ROOM)?.status === "refused");
  assert.is(roomOf(bob, ROOM).error?.code, "kicked");
  assert.equal(refused, ["You are out: olga took bob out of the room (enough)."]);
  await server.stop();
  await untilStatus(bob, "reconnecting");
  server = await startServer({ env });
  await untilStatus(bob, "connected");
  await until(olga, ({ rooms }) => rooms.get(ROOM)?.status === "joined");
  assert.equal(await olga.members(ROOM), ["olga"]);
  assert.is(roomOf(bob, ROOM).status, "refused");
  await bob.join(ROOM);
  assert.equal(await olga.members(ROOM), ["bob", "olga"]);
});

test("a banned name is out, and is refused when it tries again", async () => {
  const { olga, bob } = await gather();
  await olga.moderate({ room: ROOM, action: "ban", username: "bob", seconds: 60 });
  await until(bob, ({ rooms }) => rooms.get(ROOM)?.error?.code === "banned");
  assert.is(await codeOf(bob.join(ROOM)), "banned");
  assert.is(await codeOf(bob.send(ROOM, "hi").stored), "banned");
});

test.run();
