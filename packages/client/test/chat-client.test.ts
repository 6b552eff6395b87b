// Who is here and typing, what a snapshot is, and how a client ends: against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import { ManualClock, settled } from "./support/manual-clock.ts";
import { Place, codeOf } from "./support/place.ts";
import { eventLines, roomOf, until, untilLines } from "./support/until.ts";

const test = suite("ChatClient");
const place = new Place(test);

test("one's own coming and going is no news, a reconnect of others' members none either", async () => {
  const { client, events } = place.open("ada");
  await client.join("general");
  const twin = place.open("ada").client;
  await twin.join("general");
  await twin.leave("general");
  const bob = place.open("bob").client;
  await bob.join("general");
  await until(client, ({ rooms }) => rooms.get("general")?.members.includes("bob") === true);
  assert.equal(eventLines(events), ["+bob"]);
  assert.equal(roomOf(client, "general").members, ["ada", "bob"]);
});

test("who is typing is shown until they stop, write, leave or fall silent", async () => {
  const clock = new ManualClock();
  const { client } = place.open("ada", {}, clock);
  await client.join("general");
  const bob = place.open("bob").client;
  await bob.join("general");
  const typing = (...names: string[]): Promise<unknown> =>
    until(
      client,
      ({ rooms }) => rooms.get("general")?.typing.join() === names.join(),
      `typing ${names.join()}`,
    );
  bob.setTyping("general", true);
  await typing("bob");
  bob.setTyping("general", false);
  await typing();
  bob.setTyping("general", true);
  await typing("bob");
  await bob.send("general", "written").stored;
  await typing();
  bob.setTyping("general", true);
  await typing("bob");
  await clock.advance(6_000);
  await typing();
  assert.equal(roomOf(client, "general").typing, []);
  bob.setTyping("general", false);
  bob.setTyping("general", true);
  await typing("bob");
  await bob.leave("general");
  await typing();
  bob.setTyping("general", true);
  client.setTyping("elsewhere", true);
  await client.rooms();
  await bob.rooms();
  assert.is(place.server.asked("typing").length, 6);
});

test("asks for rooms, members and history without joining", async () => {
  place.store("general", ["one", "two", "three"]);
  const { client } = place.open("ada");
  await client.connected(5_000);
  assert.equal(
    (await client.rooms()).map(({ room }) => room),
    ["general"],
  );
  assert.equal(await client.members("general"), []);
  const first = place.server.list("general")[0]?.id ?? 0;
  const page = await client.history("general", { after: first, limit: 1 });
  assert.equal(
    page.messages.map(({ message }) => message),
    ["two"],
  );
  assert.ok(page.complete);
});

test("a snapshot never changes, and what did not change is the same in the next", async () => {
  place.store("general", ["one"]);
  const { client } = place.open("ada");
  await client.join("general");
  await client.join("dev");
  await settled();
  const before = client.getSnapshot();
  assert.is(client.getSnapshot(), before);
  place.server.post("general", "bob", "two");
  await untilLines(client, "general", ["one", "two"]);
  const after = client.getSnapshot();
  assert.is.not(after, before);
  assert.is(before.rooms.get("general")?.entries.length, 1);
  assert.is(after.rooms.get("dev"), before.rooms.get("dev"));
  assert.is(after.rooms.get("general")?.members, before.rooms.get("general")?.members);
  assert.is(after.rooms.get("general")?.entries[0], before.rooms.get("general")?.entries[0]);
  assert.is(after.connection, before.connection);
});

test("a listener that looks at the snapshot sees what it is told of", async () => {
  const { client } = place.open("ada");
  await client.join("general");
  const seen: number[] = [];
  client.listen((event) => {
    if (event.type === "entry") seen.push(roomOf(client, "general").lastId - 1_000);
  });
  for (const text of ["one", "two", "three"]) place.server.post("general", "bob", text);
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.equal(seen, [1, 2, 3]);
});

test("closing says goodbye to the rooms, settles what is open and calls no more", async () => {
  const { client } = place.open("ada");
  await client.join("general");
  const bob = place.open("bob").client;
  await bob.join("general");
  await client.close();
  await client.close();
  await until(bob, ({ rooms }) => rooms.get("general")?.members.join() === "bob");
  const left = roomOf(bob, "general").entries.at(-1);
  assert.is(left?.type === "left" ? left.reason : "", "left");
});

test("closing does not wait long for a server that does not answer", async () => {
  const { client } = place.open("ada");
  await client.join("general");
  place.server.script = () => "silence";
  const began = Date.now();
  await client.close();
  assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
});

test("closing settles a join that is under way", async () => {
  place.server.script = (event) => (event === "join" ? "silence" : undefined);
  const { client } = place.open("ada");
  const joining = codeOf(client.join("general"));
  await place.server.awaitRequest("join");
  await client.close();
  assert.is(await joining, "unavailable");
});

test.run();
