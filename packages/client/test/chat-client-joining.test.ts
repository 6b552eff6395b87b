// What a client shows of rooms that it joins, and of those it cannot: against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import type { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { ChatClient } from "../src/chat-client.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { Place, codeOf, count } from "./support/place.ts";
import { eventLines, lines, roomOf, until, untilLines, untilStatus } from "./support/until.ts";

const test = suite("ChatClient, joining");
const place = new Place(test);

test("joining shows the backlog and who is here, then what happens", async () => {
  place.store("general", ["one", "two"]);
  const { client } = place.open("ada");
  const room = await client.join("general");
  assert.is(room.status, "joined");
  assert.equal(room.members, ["ada"]);
  const bob = place.open("bob").client;
  await bob.join("general");
  await bob.send("general", "hello").stored;
  await bob.leave("general");
  await untilLines(client, "general", ["one", "two", "+bob", "hello", "-bob"]);
  assert.equal(roomOf(client, "general").members, ["ada"]);
  assert.equal([...bob.getSnapshot().rooms.keys()], []);
});

test("events tell of each entry once and in order, the backlog as such", async () => {
  place.store("general", ["one", "two"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  place.server.post("general", "bob", "three");
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.equal(eventLines(events), ["one", "two", "three"]);
  const backlog = events.flatMap((event) => (event.type === "entry" ? [event.backlog] : []));
  assert.equal(backlog, [true, true, false]);
  assert.equal(
    events.map(({ type }) => type),
    ["connection", "connection", "entry", "entry", "joined", "entry"],
  );
});

test("asks for as much of the backlog as it is told to", async () => {
  place.store("general", count("m", 1, 9));
  const { client } = place.open("ada", { backlog: 5 });
  await client.join("general");
  assert.equal(lines(client, "general"), count("m", 5, 9));
  place.store("dev", count("m", 1, 9));
  await client.join("dev", { backlog: 0 });
  assert.equal(lines(client, "dev"), []);
  place.server.post("dev", "bob", "live");
  await untilLines(client, "dev", ["live"]);
});

test("a room joined without its backlog misses nothing while it is away", async () => {
  place.store("general", ["one"]);
  const { client } = place.open("ada", { backlog: 0 });
  await client.join("general");
  await place.whileAway(client, () => place.store("general", ["two", "three"]));
  await untilLines(client, "general", ["two", "three"]);
});

test("joining after an id shows all that came since, in as many pages as it takes", async () => {
  place.server.limit = 1_000;
  place.store("general", count("m", 1, 350));
  const from = place.server.list("general")[9]?.id ?? 0;
  const { client, events } = place.open("ada");
  const room = await client.join("general", { after: from });
  assert.is(room.entries.length, 340);
  assert.equal(lines(client, "general"), count("m", 11, 350));
  assert.ok(events.every((event) => event.type !== "entry" || event.backlog));
});

test("joining twice is joining once", async () => {
  const { client } = place.open("ada");
  const both = await Promise.all([client.join("general"), client.join("general")]);
  assert.is(both[0], both[1]);
  assert.is(place.server.asked("join").length, 1);
});

test("a room that is refused says why, and can be tried again", async () => {
  const { client, events } = place.open("ada");
  const error = { code: "username_mismatch", message: "The name is taken." };
  place.server.script = (event) => (event === "join" ? { ok: false, error } : undefined);
  assert.is(await codeOf(client.join("general")), "username_mismatch");
  assert.is(roomOf(client, "general").status, "refused");
  assert.equal(roomOf(client, "general").error, error);
  assert.is(events.filter(({ type }) => type === "refused").length, 1);
  place.server.script = () => undefined;
  await client.join("general");
  assert.is(roomOf(client, "general").status, "joined");
});

test("a room that cannot be entered for the moment is tried until it can", async () => {
  const { client } = place.open("ada");
  const error = { code: "unavailable", message: "The store is away." };
  place.server.script = (event) =>
    event === "join" && place.server.asked("join").length < 3 ? { ok: false, error } : undefined;
  const joined = client.join("general");
  await until(client, ({ rooms }) => rooms.get("general")?.error?.code === "unavailable");
  assert.is((await joined).error, undefined);
  assert.is(place.server.asked("join").length, 3);
});

test("a join that the connection cuts short is asked for once more, not twice", async () => {
  const clock = new ManualClock();
  place.server.script = (event) => (event === "join" ? "silence" : undefined);
  // The reconnect draws first and comes soon; whatever else would wait for another try comes after it.
  const draws = [0];
  const random = (): number => draws.shift() ?? 0.99;
  const client = place.keep(
    new ChatClient({ url: place.server.url, username: "ada" }, { clock, random }),
  );
  client.connect();
  const joined = client.join("general");
  await place.server.awaitRequest("join");
  place.server.script = () => undefined;
  const away = untilStatus(client, "reconnecting");
  place.server.cut();
  await away;
  await clock.advance(125);
  await joined;
  await clock.advance(10_000);
  await client.rooms();
  assert.is(place.server.asked("join").length, 2);
  assert.is(roomOf(client, "general").status, "joined");
});

test("what no server would take is refused before it is sent", async () => {
  const { client } = place.open("ada");
  await client.connected(5_000);
  assert.is(await codeOf(client.join("no room")), "invalid_room");
  assert.is(await codeOf(client.history("*")), "invalid_room");
  assert.throws(
    () => client.send("general", " \n "),
    (error: ChatError) => error.code === "invalid_message",
  );
  assert.throws(
    () => client.send("no room", "hi"),
    (error: ChatError) => error.code === "invalid_room",
  );
  assert.throws(
    () => client.send("general", "x".repeat(4_001)),
    (error: ChatError) => error.code === "message_too_long",
  );
  assert.throws(
    () => client.send("general", "hi", { nonce: "x".repeat(65) }),
    (error: ChatError) => error.code === "invalid_request",
  );
  assert.is(place.server.requests.length, 0);
});

test.run();
