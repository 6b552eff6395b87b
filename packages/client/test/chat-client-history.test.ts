// How a client goes back in a history, and forgets again: against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { Place, codeOf, count } from "./support/place.ts";
import { eventLines, lines, roomOf, untilLines } from "./support/until.ts";

const test = suite("ChatClient, older history");
const place = new Place(test);

test("older history is loaded page by page until there is none", async () => {
  place.server.limit = 1_000;
  place.store("general", count("m", 1, 250));
  const { client, events } = place.open("ada", { backlog: 20 });
  await client.join("general");
  assert.is(roomOf(client, "general").older, "maybe");
  const loading = client.loadOlder("general");
  assert.is(roomOf(client, "general").older, "loading");
  await loading;
  assert.equal(lines(client, "general"), count("m", 131, 250));
  await client.loadOlder("general");
  await client.loadOlder("general");
  assert.equal(lines(client, "general"), count("m", 1, 250));
  assert.is(roomOf(client, "general").older, "none");
  await client.loadOlder("general");
  assert.is(place.server.asked("history").length, 3);
  assert.is(eventLines(events).length, 20, "what is put in front is no news");
});

test("a history whose beginning was dropped ends with an empty page", async () => {
  place.server.limit = 10;
  place.store("general", count("m", 1, 30));
  const { client } = place.open("ada");
  await client.join("general");
  assert.is(roomOf(client, "general").older, "maybe");
  await client.loadOlder("general");
  assert.is(roomOf(client, "general").older, "none");
});

test("older history that cannot be had may be asked for again", async () => {
  place.server.limit = 1_000;
  place.store("general", count("m", 1, 30));
  const { client } = place.open("ada", { backlog: 10 });
  await client.join("general");
  const error = { code: "unavailable", message: "The store is away." };
  place.server.script = (event) => (event === "history" ? { ok: false, error } : undefined);
  assert.is(await codeOf(client.loadOlder("general")), "unavailable");
  assert.is(roomOf(client, "general").older, "maybe");
  assert.is(await codeOf(client.loadOlder("elsewhere")), "not_joined");
});

test("keeps no more entries than it may, and older ones may be had again", async () => {
  place.server.limit = 1_000;
  const { client } = place.open("ada", { keepEntries: 50 });
  await client.join("general");
  assert.is(roomOf(client, "general").older, "none");
  for (const text of count("m", 1, 300)) place.server.post("general", "bob", text);
  await untilLines(client, "general", count("m", 251, 300));
  assert.is(roomOf(client, "general").older, "maybe");
  await client.loadOlder("general");
  assert.equal(lines(client, "general"), count("m", 151, 300));
});

test.run();
