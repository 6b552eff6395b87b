// What a client shows of its rooms, against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import { ChatError } from "@chat/protocol";

import { suite } from "../../../test-support/suite.ts";
import { ChatClient } from "../src/chat-client.ts";
import type { ChatClientOptions, ChatEvent } from "../src/types.ts";
import { FakeServer } from "./support/fake-server.ts";
import { ManualClock, settled } from "./support/manual-clock.ts";
import { eventLines, lines, roomOf, until, untilLines, untilStatus } from "./support/until.ts";

const test = suite("ChatClient");
let server: FakeServer;
let clients: ChatClient[] = [];

test.before.each(async () => {
  server = new FakeServer();
  await server.start();
});
test.after.each(async () => {
  await Promise.all(clients.map((client) => client.close()));
  clients = [];
  await server.stop();
});

function open(
  username: string,
  options: Partial<ChatClientOptions> = {},
  clock?: ManualClock,
): { client: ChatClient; events: ChatEvent[] } {
  const environment = clock === undefined ? {} : { clock };
  const client = new ChatClient({ url: server.url, username, ...options }, environment);
  clients.push(client);
  const events: ChatEvent[] = [];
  client.listen((event) => events.push(event));
  client.connect();
  return { client, events };
}

/** Numbered texts: count("m", 1, 3) are m1, m2 and m3. */
function count(prefix: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${from + i}`);
}

function store(room: string, texts: readonly string[]): void {
  for (const text of texts) server.store(room, "old", text);
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "fine",
    (error: unknown) => (error instanceof ChatError ? error.code : String(error)),
  );
}

/** Cuts the connection, does something while it is away, and waits until the room is entered again. */
async function whileAway(client: ChatClient, act: () => void): Promise<void> {
  const joins = server.asked("join").length;
  const away = untilStatus(client, "reconnecting");
  server.cut();
  await away;
  act();
  await server.awaitRequest("join", joins + 1);
  await until(client, ({ rooms }) =>
    [...rooms.values()].every(({ status }) => status === "joined"),
  );
}

test("joining shows the backlog and who is here, then what happens", async () => {
  store("general", ["one", "two"]);
  const { client } = open("ada");
  const room = await client.join("general");
  assert.is(room.status, "joined");
  assert.equal(room.members, ["ada"]);
  const bob = open("bob").client;
  await bob.join("general");
  await bob.send("general", "hello").stored;
  await bob.leave("general");
  await untilLines(client, "general", ["one", "two", "+bob", "hello", "-bob"]);
  assert.equal(roomOf(client, "general").members, ["ada"]);
  assert.equal([...bob.getSnapshot().rooms.keys()], []);
});

test("events tell of each entry once and in order, the backlog as such", async () => {
  store("general", ["one", "two"]);
  const { client, events } = open("ada");
  await client.join("general");
  server.post("general", "bob", "three");
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
  store("general", count("m", 1, 9));
  const { client } = open("ada", { backlog: 5 });
  await client.join("general");
  assert.equal(lines(client, "general"), count("m", 5, 9));
  store("dev", count("m", 1, 9));
  await client.join("dev", { backlog: 0 });
  assert.equal(lines(client, "dev"), []);
  server.post("dev", "bob", "live");
  await untilLines(client, "dev", ["live"]);
});

test("a room joined without its backlog misses nothing while it is away", async () => {
  store("general", ["one"]);
  const { client } = open("ada", { backlog: 0 });
  await client.join("general");
  await whileAway(client, () => store("general", ["two", "three"]));
  await untilLines(client, "general", ["two", "three"]);
});

test("joining after an id shows all that came since, in as many pages as it takes", async () => {
  server.limit = 1_000;
  store("general", count("m", 1, 350));
  const from = server.list("general")[9]?.id ?? 0;
  const { client, events } = open("ada");
  const room = await client.join("general", { after: from });
  assert.is(room.entries.length, 340);
  assert.equal(lines(client, "general"), count("m", 11, 350));
  assert.ok(events.every((event) => event.type !== "entry" || event.backlog));
});

test("joining twice is joining once", async () => {
  const { client } = open("ada");
  const both = await Promise.all([client.join("general"), client.join("general")]);
  assert.is(both[0], both[1]);
  assert.is(server.asked("join").length, 1);
});

test("a room that is refused says why, and can be tried again", async () => {
  const { client, events } = open("ada");
  const error = { code: "username_mismatch", message: "The name is taken." };
  server.script = (event) => (event === "join" ? { ok: false, error } : undefined);
  assert.is(await codeOf(client.join("general")), "username_mismatch");
  assert.is(roomOf(client, "general").status, "refused");
  assert.equal(roomOf(client, "general").error, error);
  assert.is(events.filter(({ type }) => type === "refused").length, 1);
  server.script = () => undefined;
  await client.join("general");
  assert.is(roomOf(client, "general").status, "joined");
});

test("a room that cannot be entered for the moment is tried until it can", async () => {
  const { client } = open("ada");
  const error = { code: "unavailable", message: "The store is away." };
  server.script = (event) =>
    event === "join" && server.asked("join").length < 3 ? { ok: false, error } : undefined;
  const joined = client.join("general");
  await until(client, ({ rooms }) => rooms.get("general")?.error?.code === "unavailable");
  assert.is((await joined).error, undefined);
  assert.is(server.asked("join").length, 3);
});

test("a join that the connection cuts short is asked for once more, not twice", async () => {
  const clock = new ManualClock();
  server.script = (event) => (event === "join" ? "silence" : undefined);
  // The reconnect draws first and comes soon; whatever else would wait for another try comes after it.
  const draws = [0];
  const random = (): number => draws.shift() ?? 0.99;
  const client = new ChatClient({ url: server.url, username: "ada" }, { clock, random });
  clients.push(client);
  client.connect();
  const joined = client.join("general");
  await server.awaitRequest("join");
  server.script = () => undefined;
  const away = untilStatus(client, "reconnecting");
  server.cut();
  await away;
  await clock.advance(125);
  await joined;
  await clock.advance(10_000);
  await client.rooms();
  assert.is(server.asked("join").length, 2);
  assert.is(roomOf(client, "general").status, "joined");
});

test("what no server would take is refused before it is sent", async () => {
  const { client } = open("ada");
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
  assert.is(server.requests.length, 0);
});

test("a reconnect repeats nothing, fills what was missed and tells of neither", async () => {
  store("general", ["one"]);
  const { client, events } = open("ada");
  await client.join("general");
  await whileAway(client, () => store("general", ["two", "three"]));
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.equal(eventLines(events), ["one", "two", "three"]);
  assert.is(events.filter(({ type }) => type === "joined").length, 1);
  assert.equal(
    server.asked("join").map(({ after }) => after),
    [undefined, 1_001],
  );
});

test("more than a page was missed: all of it comes, in order, before what is new", async () => {
  server.limit = 1_000;
  store("general", ["m0"]);
  const { client, events } = open("ada");
  await client.join("general");
  await whileAway(client, () => store("general", count("m", 1, 450)));
  server.post("general", "bob", "m451");
  await untilLines(client, "general", count("m", 0, 451));
  assert.equal(eventLines(events), count("m", 0, 451));
  const told = events.findIndex(({ type }) => type === "rejoined");
  assert.ok(eventLines(events.slice(0, told)).includes("m450"), "told once all of it is here");
  assert.is(events.filter(({ type }) => type === "rejoined").length, 1);
});

test("what the server no longer has is shown as a gap", async () => {
  server.limit = 10;
  store("general", ["m0"]);
  const { client, events } = open("ada");
  await client.join("general");
  await whileAway(client, () => store("general", count("m", 1, 50)));
  await untilLines(client, "general", ["m0", "…", ...count("m", 41, 50)]);
  assert.equal(eventLines(events), ["m0", "…", ...count("m", 41, 50)]);
  const [, gap] = roomOf(client, "general").entries;
  assert.equal(gap, { type: "gap", key: "g1001", after: 1_001, before: 1_042 });
});

test("a history that was emptied while away leaves a gap, and only one", async () => {
  store("general", ["one"]);
  const { client } = open("ada");
  await client.join("general");
  await whileAway(client, () => server.flush("general"));
  await untilLines(client, "general", ["one", "…"]);
  await whileAway(client, () => undefined);
  server.post("general", "bob", "two");
  await untilLines(client, "general", ["one", "…", "two"]);
});

test("a message that did not arrive is fetched when the next one comes", async () => {
  store("general", ["one"]);
  const { client, events } = open("ada");
  await client.join("general");
  server.store("general", "bob", "lost");
  server.post("general", "bob", "three");
  server.post("general", "bob", "four");
  await untilLines(client, "general", ["one", "lost", "three", "four"]);
  assert.equal(eventLines(events), ["one", "lost", "three", "four"]);
  assert.is(server.asked("history").length, 1);
});

test("a repair that the connection cuts short ends with the next one", async () => {
  store("general", ["one"]);
  const { client } = open("ada");
  await client.join("general");
  server.script = (event) => (event === "history" ? "silence" : undefined);
  server.store("general", "bob", "lost");
  server.post("general", "bob", "three");
  await server.awaitRequest("history");
  server.script = () => undefined;
  await whileAway(client, () => undefined);
  await untilLines(client, "general", ["one", "lost", "three"]);
});

test("repeated and outdated messages change nothing", async () => {
  store("general", ["one", "two"]);
  const { client, events } = open("ada");
  await client.join("general");
  for (const message of server.list("general")) server.emit("general", "message", message);
  server.post("general", "bob", "three");
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.is(eventLines(events).length, 3);
});

test("what makes no sense is left alone", async () => {
  const { client, events } = open("ada");
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
    server.emitToAll(name);
    for (const payload of payloads) server.emitToAll(name, payload);
  }
  server.post("general", "bob", "still here");
  await untilLines(client, "general", ["still here"]);
  assert.equal(eventLines(events), ["still here"]);
});

test("a message of a room that was not joined or was left is nobody's", async () => {
  const { client } = open("ada");
  await client.join("general");
  await client.join("dev");
  await client.leave("dev");
  const elsewhere = server.store("dev", "bob", "elsewhere");
  server.emitToAll("message", elsewhere);
  server.post("general", "bob", "here");
  await untilLines(client, "general", ["here"]);
  assert.equal([...client.getSnapshot().rooms.keys()], ["general"]);
});

test("an acknowledgement that makes no sense is an error, not a crash", async () => {
  const { client } = open("ada");
  await client.connected(5_000);
  for (const answer of [{}, { ok: "yes" }, { ok: false }, { ok: true, messages: 7 }]) {
    server.script = () => answer;
    assert.is(await codeOf(client.history("general")), "internal");
  }
});

test("older history is loaded page by page until there is none", async () => {
  server.limit = 1_000;
  store("general", count("m", 1, 250));
  const { client, events } = open("ada", { backlog: 20 });
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
  assert.is(server.asked("history").length, 3);
  assert.is(eventLines(events).length, 20, "what is put in front is no news");
});

test("a history whose beginning was dropped ends with an empty page", async () => {
  server.limit = 10;
  store("general", count("m", 1, 30));
  const { client } = open("ada");
  await client.join("general");
  assert.is(roomOf(client, "general").older, "maybe");
  await client.loadOlder("general");
  assert.is(roomOf(client, "general").older, "none");
});

test("older history that cannot be had may be asked for again", async () => {
  server.limit = 1_000;
  store("general", count("m", 1, 30));
  const { client } = open("ada", { backlog: 10 });
  await client.join("general");
  const error = { code: "unavailable", message: "The store is away." };
  server.script = (event) => (event === "history" ? { ok: false, error } : undefined);
  assert.is(await codeOf(client.loadOlder("general")), "unavailable");
  assert.is(roomOf(client, "general").older, "maybe");
  assert.is(await codeOf(client.loadOlder("elsewhere")), "not_joined");
});

test("keeps no more entries than it may, and older ones may be had again", async () => {
  server.limit = 1_000;
  const { client } = open("ada", { keepEntries: 50 });
  await client.join("general");
  assert.is(roomOf(client, "general").older, "none");
  for (const text of count("m", 1, 300)) server.post("general", "bob", text);
  await untilLines(client, "general", count("m", 251, 300));
  assert.is(roomOf(client, "general").older, "maybe");
  await client.loadOlder("general");
  assert.equal(lines(client, "general"), count("m", 151, 300));
});

test("one's own coming and going is no news, a reconnect of others' members none either", async () => {
  const { client, events } = open("ada");
  await client.join("general");
  const twin = open("ada").client;
  await twin.join("general");
  await twin.leave("general");
  const bob = open("bob").client;
  await bob.join("general");
  await until(client, ({ rooms }) => rooms.get("general")?.members.includes("bob") === true);
  assert.equal(eventLines(events), ["+bob"]);
  assert.equal(roomOf(client, "general").members, ["ada", "bob"]);
});

test("who is typing is shown until they stop, write, leave or fall silent", async () => {
  const clock = new ManualClock();
  const { client } = open("ada", {}, clock);
  await client.join("general");
  const bob = open("bob").client;
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
  assert.is(server.asked("typing").length, 6);
});

test("asks for rooms, members and history without joining", async () => {
  store("general", ["one", "two", "three"]);
  const { client } = open("ada");
  await client.connected(5_000);
  assert.equal(
    (await client.rooms()).map(({ room }) => room),
    ["general"],
  );
  assert.equal(await client.members("general"), []);
  const first = server.list("general")[0]?.id ?? 0;
  const page = await client.history("general", { after: first, limit: 1 });
  assert.equal(
    page.messages.map(({ message }) => message),
    ["two"],
  );
  assert.ok(page.complete);
});

test("a snapshot never changes, and what did not change is the same in the next", async () => {
  store("general", ["one"]);
  const { client } = open("ada");
  await client.join("general");
  await client.join("dev");
  await settled();
  const before = client.getSnapshot();
  assert.is(client.getSnapshot(), before);
  server.post("general", "bob", "two");
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
  const { client } = open("ada");
  await client.join("general");
  const seen: number[] = [];
  client.listen((event) => {
    if (event.type === "entry") seen.push(roomOf(client, "general").lastId - 1_000);
  });
  for (const text of ["one", "two", "three"]) server.post("general", "bob", text);
  await untilLines(client, "general", ["one", "two", "three"]);
  assert.equal(seen, [1, 2, 3]);
});

test("closing says goodbye to the rooms, settles what is open and calls no more", async () => {
  const { client } = open("ada");
  await client.join("general");
  const bob = open("bob").client;
  await bob.join("general");
  await client.close();
  await client.close();
  await until(bob, ({ rooms }) => rooms.get("general")?.members.join() === "bob");
  const left = roomOf(bob, "general").entries.at(-1);
  assert.is(left?.type === "left" ? left.reason : "", "left");
});

test("closing does not wait long for a server that does not answer", async () => {
  const { client } = open("ada");
  await client.join("general");
  server.script = () => "silence";
  const began = Date.now();
  await client.close();
  assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
});

test("closing settles a join that is under way", async () => {
  server.script = (event) => (event === "join" ? "silence" : undefined);
  const { client } = open("ada");
  const joining = codeOf(client.join("general"));
  await server.awaitRequest("join");
  await client.close();
  assert.is(await joining, "unavailable");
});

test.run();
