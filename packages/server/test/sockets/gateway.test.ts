// The events of the contract over real sockets, by a client that is not the project's own.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { isTimestamp, readMessage } from "@chat/protocol";
import { Connections } from "../support/connection.ts";
import { type TestServer, runServer } from "../support/running-server.ts";

const test = suite("Gateway");

const connections = new Connections();
let server: TestServer;
let url: string;
let rooms = 0;
let room: string;

test.before(async () => {
  server = await runServer();
  url = server.url;
});

test.before.each(() => {
  room = `room${++rooms}`;
});

test.after.each(() => {
  connections.closeAll();
  assert.equal(server.faults, []);
});

test.after(() => server.close());

test("join is answered with room, name and members, and room_history comes before the acknowledgement", async () => {
  const ada = await connections.open(url);
  assert.equal(await ada.ask("join", { room, username: "ada" }), {
    ok: true,
    room,
    username: "ada",
    members: ["ada"],
  });
  assert.equal(
    ada.heard.all.map(({ event }) => event),
    ["connected", "room_history", "ack join"],
  );
  assert.equal(ada.payloads("room_history"), [{ room, messages: [], complete: true }]);
});

test("the others hear who joined and who left, the one who did hears neither", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.join(url, "bob", room);
  const joined = await ada.payload("user_joined");
  assert.ok(isTimestamp(joined.timestamp));
  assert.equal({ ...joined, timestamp: "" }, { room, username: "bob", timestamp: "", members: 2 });
  assert.equal(await bob.ask("leave", { room }), { ok: true, room });
  const left = await ada.payload("user_left");
  assert.ok(isTimestamp(left.timestamp));
  const expected = { room, username: "bob", timestamp: "", members: 1, reason: "left" };
  assert.equal({ ...left, timestamp: "" }, expected);
  assert.equal([bob.payloads("user_joined"), bob.payloads("user_left")], [[], []]);
});

test("who left hears nothing more of the room", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.join(url, "bob", room);
  await bob.get("leave", { room });
  await ada.get("message", { room, message: "alone" });
  await ada.untilText("alone");
  await bob.get("rooms");
  assert.equal(bob.texts, []);
});

test("a connection that is lost leaves with the reason disconnected", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.join(url, "bob", room);
  bob.socket.io.engine.close();
  const left = await ada.payload("user_left");
  assert.equal([left.username, left.reason, left.members], ["bob", "disconnected", 1]);
  assert.equal((await ada.get("members", { room })).members, ["ada"]);
});

test("two connections of a name come in once and leave once", async () => {
  const ada = await connections.join(url, "ada", room);
  const first = await connections.join(url, "bob", room);
  const second = await connections.join(url, "bob", room);
  assert.equal((await second.get("members", { room })).members, ["ada", "bob"]);
  first.close();
  await second.get("message", { room, message: "still here" });
  await ada.untilText("still here");
  second.close();
  await ada.payload("user_left");
  await connections.join(url, "cid", room);
  await ada.payload("user_joined", 2);
  const names = ["user_joined", "user_left"].map((event) =>
    ada.payloads(event).map(({ username }) => username as string),
  );
  assert.equal(names, [["bob", "cid"], ["bob"]]);
});

test("a message is acknowledged as it is stored, and reaches everyone, the sender too, in one order", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.join(url, "bob", room);
  const { message } = await ada.get("message", { room, message: "hello" });
  assert.equal(readMessage(message), message);
  assert.equal([message.room, message.username, message.message], [room, "ada", "hello"]);
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 ? ada : bob).get("message", { room, message: `text ${index}` }),
    ),
  );
  await ada.payload("message", 11);
  await bob.payload("message", 11);
  assert.equal(ada.payloads("message")[0], message);
  assert.equal(ada.payloads("message"), bob.payloads("message"));
  const ids = ada.payloads("message").map(({ id }) => id as number);
  assert.equal(
    ids,
    ids.toSorted((a, b) => a - b),
  );
});

test("text is cleaned before it is stored", async () => {
  const ada = await connections.join(url, "ada", room);
  const { message } = await ada.get("message", { room, message: "a\u001b[2J\u202eb\n\tc" });
  assert.is(message.message, "a[2Jb\n\tc");
});

test("the same nonce is the same message, sent once and acknowledged twice", async () => {
  const ada = await connections.join(url, "ada", room);
  const [first, second] = await Promise.all([
    ada.get("message", { room, message: "once", nonce: "n" }),
    ada.get("message", { room, message: "once", nonce: "n" }),
  ]);
  assert.equal(first, second);
  await ada.get("message", { room, message: "end" });
  await ada.untilText("end");
  assert.equal(ada.texts, ["once", "end"]);
});

test("who has not joined may post with a name, and hears nothing of the room", async () => {
  const ada = await connections.join(url, "ada", room);
  const script = await connections.open(url);
  assert.is((await script.refusal("message", { room, message: "x" })).code, "invalid_username");
  await script.get("message", { room, message: "from a script", username: "ci" });
  await ada.untilText("from a script");
  assert.equal(script.texts, []);
  assert.equal((await script.get("members", { room })).members, ["ada"]);
});

test("another name than the one joined with is refused, in join and in message", async () => {
  const ada = await connections.join(url, "ada", room);
  const post = { room, message: "x", username: "eve" };
  assert.is((await ada.refusal("message", post)).code, "username_mismatch");
  assert.is((await ada.refusal("join", { room, username: "eve" })).code, "username_mismatch");
  await ada.get("message", { ...post, username: "ada" });
});

test("joining twice sends the backlog twice and is one member", async () => {
  const ada = await connections.join(url, "ada", room);
  await ada.get("message", { room, message: "one" });
  await ada.untilText("one");
  const again = await ada.get("join", { room, username: "ada" });
  assert.equal(again.members, ["ada"]);
  assert.equal(
    ada.payloads("room_history").map(({ messages }) => messages.length as number),
    [0, 1],
  );
  await ada.get("message", { room, message: "two" });
  await ada.untilText("two");
  assert.equal(ada.payloads("message").length, 2);
});

test("join takes limit and after", async () => {
  const ada = await connections.join(url, "ada", room);
  const ids: number[] = [];
  for (const text of ["one", "two", "three"]) {
    ids.push((await ada.get("message", { room, message: text })).message.id);
  }
  const bob = await connections.open(url);
  await bob.get("join", { room, username: "bob", limit: 0 });
  await bob.get("join", { room, username: "bob", limit: 2 });
  await bob.get("join", { room, username: "bob", after: ids[1] });
  await bob.get("join", { room, username: "bob", after: ids[2] });
  await bob.get("join", { room, username: "bob", after: (ids[0] ?? 0) - 1 });
  const histories = bob
    .payloads("room_history")
    .map(({ messages, complete }) => [
      messages.map(({ message }: { message: string }) => message).join(" ") as string,
      complete as boolean,
    ]);
  assert.equal(histories, [
    ["", false],
    ["two three", false],
    ["three", true],
    ["", true],
    ["one two three", false],
  ]);
});

test("what arrives behind room_history follows it without a hole or a repeat", async () => {
  const fast = await runServer({ RATE_LIMITS: "off" });
  try {
    const ada = await connections.join(fast.url, "ada", room);
    const posts = Array.from({ length: 300 }, (_, index) =>
      ada.get("message", { room, message: `text ${index}` }),
    );
    const joiners = [];
    for (let index = 0; index < 20; index++) {
      joiners.push(await connections.join(fast.url, `bob${index}`, room));
    }
    await Promise.all(posts);
    const all = await ada.payload("message", 300).then(() => ada.payloads("message"));
    for (const joiner of joiners) {
      await joiner.untilText("text 299");
      const ids = [
        ...joiner.payloads("room_history")[0].messages.map(({ id }: { id: number }) => id),
        ...joiner.payloads("message").map(({ id }) => id as number),
      ] as number[];
      const expected = all.map(({ id }) => id as number).slice(-ids.length);
      assert.equal(ids, expected);
    }
  } finally {
    connections.closeAll();
    await fast.close();
  }
});

test("history pages in both directions, for members and strangers", async () => {
  const ada = await connections.join(url, "ada", room);
  const ids: number[] = [];
  for (const text of ["one", "two", "three"]) {
    ids.push((await ada.get("message", { room, message: text })).message.id);
  }
  const stranger = await connections.open(url);
  for (const client of [ada, stranger]) {
    const texts = async (query: object) => {
      const page = await client.get("history", { room, ...query });
      assert.is(page.room, room);
      return [page.messages.map(({ message }) => message).join(" "), page.complete];
    };
    assert.equal(await texts({}), ["one two three", true]);
    assert.equal(await texts({ limit: 1 }), ["three", false]);
    assert.equal(await texts({ after: ids[0], limit: 1 }), ["two", true]);
    assert.equal(await texts({ before: ids[1] }), ["one", true]);
    assert.equal(await texts({ after: ids[2] }), ["", true]);
  }
});

test("rooms lists the room with its members and the time of its last message, with and without a payload", async () => {
  const ada = await connections.join(url, "ada", room);
  const { message } = await ada.get("message", { room, message: "one" });
  for (const payload of [[], [{}], [null], ["x"]]) {
    const list = (await ada.get("rooms", ...payload)).rooms;
    const mine = list.find((one) => one.room === room);
    assert.equal(mine, { room, members: 1, lastMessageAt: message.timestamp });
  }
});

test("typing reaches the others and not who types; only members may", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.join(url, "bob", room);
  assert.equal(await bob.ask("typing", { room, typing: true }), { ok: true });
  assert.equal(await ada.payload("typing"), { room, username: "bob", typing: true });
  await bob.get("rooms");
  assert.equal(bob.payloads("typing"), []);
  const stranger = await connections.open(url);
  assert.is((await stranger.refusal("typing", { room, typing: true })).code, "not_joined");
});

test("a request without acknowledgement does the same work, and says nothing where it succeeds", async () => {
  const bob = await connections.join(url, "bob", room);
  const ada = await connections.open(url);
  ada.tell("join", { room, username: "ada" });
  ada.tell("message", { room, message: "right behind the join" });
  ada.tell("typing", { room, typing: true });
  ada.tell("history", { room });
  ada.tell("members", { room });
  ada.tell("rooms");
  ada.tell("leave", { room });
  await bob.payload("user_left");
  await bob.payload("typing");
  await bob.untilText("right behind the join");
  assert.is((await bob.payload("user_joined")).username, "ada");
  await ada.get("rooms");
  assert.equal(ada.payloads("chat_error"), []);
});

for (const [event, payload, code] of [
  ["join", { room: "a b", username: "ada" }, "invalid_room"],
  ["join", { room: "general", username: "" }, "invalid_username"],
  ["join", { room: "general", username: "ada", limit: 101 }, "invalid_request"],
  ["join", undefined, "invalid_request"],
  ["leave", {}, "invalid_room"],
  ["message", { room: "general", message: " ", username: "ada" }, "invalid_message"],
  ["message", { room: "general", message: "a".repeat(4_001), username: "a" }, "message_too_long"],
  ["message", { room: "general", message: "x" }, "invalid_username"],
  ["message", "text", "invalid_request"],
  ["history", { room: "general", limit: 0 }, "invalid_request"],
  ["members", { room: "__proto__" }, "invalid_room"],
  ["typing", { room: "general", typing: "yes" }, "invalid_request"],
  ["typing", { room: "never-joined", typing: true }, "not_joined"],
] as const) {
  const shown = JSON.stringify(payload)?.slice(0, 60) ?? "nothing";
  test(`${event} with ${shown} is refused as ${code}, by acknowledgement or by chat_error`, async () => {
    const client = await connections.open(url);
    const error = await client.refusal(event, payload);
    assert.is(error.code, code);
    assert.ok(error.message.length > 10);
    assert.equal(client.payloads("chat_error"), []);
    client.tell(event, payload);
    assert.equal(await client.payload("chat_error"), { event, ...error });
  });
}

test("an unknown event is passed over", async () => {
  const client = await connections.open(url);
  for (const event of [
    "constructor",
    "__proto__",
    "toString",
    "shout",
    "room_history",
    "user_left",
  ]) {
    client.tell(event, { room });
  }
  await client.get("rooms");
  assert.equal(client.payloads("chat_error"), []);
});

test("leaving a room that one is not in is granted", async () => {
  const client = await connections.open(url);
  assert.equal(await client.ask("leave", { room }), { ok: true, room });
});

test("long-polling works as WebSocket does, and hears the same", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.open(url, { transports: ["polling"] });
  await bob.get("join", { room, username: "bob" });
  const { message } = await bob.get("message", { room, message: "\u{1f600} by polling" });
  await ada.get("message", { room, message: "by WebSocket" });
  await bob.untilText("by WebSocket");
  await ada.untilText("by WebSocket");
  assert.equal(bob.payloads("message"), ada.payloads("message"));
  assert.equal(ada.payloads("message")[0], message);
  bob.close();
  await ada.payload("user_left");
});

test("a connection that goes from polling to WebSocket misses nothing on the way", async () => {
  const ada = await connections.join(url, "ada", room);
  const bob = await connections.open(url, { transports: ["polling", "websocket"] });
  await bob.get("join", { room, username: "bob" });
  for (let index = 0; index < 15; index++) {
    await ada.get("message", { room, message: `text ${index}` });
  }
  await bob.untilText("text 14");
  assert.equal(bob.payloads("message"), ada.payloads("message"));
});

test("words of the language are names like others", async () => {
  const word = "constructor";
  const ada = await connections.join(url, word, "toString");
  const { message } = await ada.get("message", { room: "toString", message: "__proto__" });
  assert.equal([message.room, message.username, message.message], ["toString", word, "__proto__"]);
  assert.equal((await ada.get("members", { room: "toString" })).members, [word]);
});

test.run();
