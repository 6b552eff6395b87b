// What a client does about messages that it missed, that came twice or that make no sense: against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Place, codeOf, count } from "./support/place.ts";
import { eventLines, roomOf, untilLines } from "./support/until.ts";

const test = suite("ChatClient, gaps and repairs");
const place = new Place(test);

test("a reconnect repeats nothing, fills what was missed and tells of neither", async () => {
  place.store("general", ["one"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  await place.whileAway(client, () => place.store("general", ["two", "three"]));
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.equal(eventLines(events), ["one", "two", "three"]);
  assert.is(events.filter(({ type }) => type === "joined").length, 1);
  assert.equal(
    place.server.asked("join").map(({ after }) => after),
    [undefined, 1_001],
  );
});

test("more than a page was missed: all of it comes, in order, before what is new", async () => {
  place.server.limit = 1_000;
  place.store("general", ["m0"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  await place.whileAway(client, () => place.store("general", count("m", 1, 450)));
  place.server.post("general", "bob", "m451");
  await untilLines(client, "general", count("m", 0, 451));
  assert.equal(eventLines(events), count("m", 0, 451));
  const told = events.findIndex(({ type }) => type === "rejoined");
  assert.ok(eventLines(events.slice(0, told)).includes("m450"), "told once all of it is here");
  assert.is(events.filter(({ type }) => type === "rejoined").length, 1);
});

test("what the server no longer has is shown as a gap", async () => {
  place.server.limit = 10;
  place.store("general", ["m0"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  await place.whileAway(client, () => place.store("general", count("m", 1, 50)));
  await untilLines(client, "general", ["m0", "…", ...count("m", 41, 50)]);
  assert.equal(eventLines(events), ["m0", "…", ...count("m", 41, 50)]);
  const [, gap] = roomOf(client, "general").entries;
  assert.equal(gap, { type: "gap", key: "g1001", after: 1_001, before: 1_042 });
});

test("a history that was emptied while away leaves a gap, and only one", async () => {
  place.store("general", ["one"]);
  const { client } = place.open("ada");
  await client.join("general");
  await place.whileAway(client, () => place.server.flush("general"));
  await untilLines(client, "general", ["one", "…"]);
  await place.whileAway(client, () => undefined);
  place.server.post("general", "bob", "two");
  await untilLines(client, "general", ["one", "…", "two"]);
});

test("a message that did not arrive is fetched when the next one comes", async () => {
  place.store("general", ["one"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  place.server.store("general", "bob", "lost");
  place.server.post("general", "bob", "three");
  place.server.post("general", "bob", "four");
  await untilLines(client, "general", ["one", "lost", "three", "four"]);
  assert.equal(eventLines(events), ["one", "lost", "three", "four"]);
  assert.is(place.server.asked("history").length, 1);
});

test("a repair that the connection cuts short ends with the next one", async () => {
  place.store("general", ["one"]);
  const { client } = place.open("ada");
  await client.join("general");
  place.server.script = (event) => (event === "history" ? "silence" : undefined);
  place.server.store("general", "bob", "lost");
  place.server.post("general", "bob", "three");
  await place.server.awaitRequest("history");
  place.server.script = () => undefined;
  await place.whileAway(client, () => undefined);
  await untilLines(client, "general", ["one", "lost", "three"]);
});

test("repeated and outdated messages change nothing", async () => {
  place.store("general", ["one", "two"]);
  const { client, events } = place.open("ada");
  await client.join("general");
  for (const message of place.server.list("general"))
    place.server.emit("general", "message", message);
  place.server.post("general", "bob", "three");
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.is(eventLines(events).length, 3);
});

test("what makes no sense is left alone", async () => {
  const { client, events } = place.open("ada");
  await client.join("general");
  const names = [
    "message",
    "room_history",
    "user_joined",
    "user_left",
    "typing",
    "chat_error",
    "unheard_of",
  ];
  const payloads = [
    null,
    7,
    "text",
    [],
    {},
    { room: "general" },
    { room: 7 },
    { room: "__proto__" },
  ];
  for (const name of names) {
    place.server.emitToAll(name);
    for (const payload of payloads) place.server.emitToAll(name, payload);
  }
  place.server.post("general", "bob", "still here");
  await untilLines(client, "general", ["still here"]);
  assert.equal(eventLines(events), ["still here"]);
});

test("a message of a room that was not joined or was left is nobody's", async () => {
  const { client } = place.open("ada");
  await client.join("general");
  await client.join("dev");
  await client.leave("dev");
  const elsewhere = place.server.store("dev", "bob", "elsewhere");
  place.server.emitToAll("message", elsewhere);
  place.server.post("general", "bob", "here");
  await untilLines(client, "general", ["here"]);
  assert.equal([...client.getSnapshot().rooms.keys()], ["general"]);
});

test("an acknowledgement that makes no sense is an error, not a crash", async () => {
  const { client } = place.open("ada");
  await client.connected(5_000);
  for (const answer of [{}, { ok: "yes" }, { ok: false }, { ok: true, messages: 7 }]) {
    place.server.script = () => answer;
    assert.is(await codeOf(client.history("general")), "internal");
  }
});

test.run();
