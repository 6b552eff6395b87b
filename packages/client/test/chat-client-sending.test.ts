// What becomes of drafts, against a real Socket.IO server that can be told to misbehave.

import * as assert from "uvu/assert";

import { suite } from "../../../test-support/suite.ts";
import type { ChatClient } from "../src/chat-client.ts";
import { systemClock, type Clock } from "../src/clock.ts";
import type { ChatSnapshot, Draft } from "../src/types.ts";
import { ManualClock } from "./support/manual-clock.ts";
import { Place } from "./support/place.ts";
import { lines, roomOf, until, untilLines, untilStatus } from "./support/until.ts";

const test = suite("ChatClient, sending");
const place = new Place(test);

async function open(username = "ada", clock?: Clock): Promise<ChatClient> {
  const client = place.client({ username }, clock);
  client.connect();
  await client.join("general");
  return client;
}

function stored(room = "general"): string[] {
  return place.server.list(room).map(({ message }) => message);
}

/** In how many places a text is shown: as a message, as a draft, or wrongly as both or none. */
function places(snapshot: ChatSnapshot, text: string): string {
  const room = snapshot.rooms.get("general");
  const entry = room?.entries.some(
    (each) => each.type === "message" && each.message.message === text,
  );
  const draft = room?.drafts.some((each) => each.text === text);
  return [draft ? "draft" : "", entry ? "message" : ""].filter(Boolean).join(" and ") || "nowhere";
}

/** Notes the places of a text in each snapshot from now on. */
function watch(client: ChatClient, text: string): string[] {
  const seen: string[] = [];
  const look = (): void => {
    const place = places(client.getSnapshot(), text);
    if (seen.at(-1) !== place) seen.push(place);
  };
  client.subscribe(look);
  client.listen(look);
  return seen;
}

test("a draft is shown at once, and gives way to its message in one snapshot", async () => {
  const client = await open();
  const seen = watch(client, "hello");
  await client.send("general", "hello").stored;
  await untilLines(client, "general", ["hello"]);
  assert.equal(seen, ["draft", "message"]);
});

test("the same where the message comes long before its acknowledgement", async () => {
  const client = await open();
  const seen = watch(client, "hello");
  let release = (): void => undefined;
  place.server.script = (event, payload) => {
    if (event !== "message") return undefined;
    const message = place.server.post("general", "ada", String(payload["message"]));
    return new Promise((resolve) => (release = () => resolve({ ok: true, message })));
  };
  const sending = client.send("general", "hello");
  await untilLines(client, "general", ["hello"]);
  release();
  await sending.stored;
  assert.equal(seen, ["draft", "message"]);
});

test("the same where the acknowledgement overtakes the message and those before it", async () => {
  const client = await open();
  const seen = watch(client, "mine");
  place.server.mute = true;
  const theirs = place.server.store("general", "bob", "theirs");
  await client.send("general", "mine").stored;
  assert.equal(lines(client, "general"), []);
  assert.equal(
    roomOf(client, "general").drafts.map(({ text }) => text),
    ["mine"],
  );
  place.server.emit("general", "message", theirs);
  place.server.emit("general", "message", place.server.list("general")[1]);
  await untilLines(client, "general", ["theirs", "mine"]);
  assert.equal(seen, ["draft", "message"]);
  assert.is(place.server.asked("history").length, 0, "nothing was missing");
});

test("an acknowledged message that never comes is fetched", async () => {
  const clock = new ManualClock();
  const client = await open("ada", clock);
  place.server.mute = true;
  place.server.store("general", "bob", "theirs");
  await client.send("general", "mine").stored;
  await clock.advance(3_000);
  await untilLines(client, "general", ["theirs", "mine"]);
  assert.equal(roomOf(client, "general").drafts, []);
});

test("drafts of a room are stored in the order they were handed over", async () => {
  place.server.limit = 1_000;
  const client = await open();
  const texts = Array.from({ length: 200 }, (_, i) => `m${i}`);
  const all = texts.map((text) => client.send("general", text).stored);
  assert.is(roomOf(client, "general").drafts.length, 200);
  await Promise.all(all);
  assert.equal(stored(), texts);
  await untilLines(client, "general", texts);
  assert.equal(roomOf(client, "general").drafts, []);
});

test("an answer that is lost makes no second message", async () => {
  const client = await open();
  place.server.script = (event, payload, socket) => {
    if (event !== "message" || place.server.asked("message").length > 1) return undefined;
    // Stored and announced, and then the line breaks before the answer.
    place.server.answerAs(event, payload, socket);
    place.server.cut();
    return "silence";
  };
  const first = client.send("general", "once");
  const second = client.send("general", "then");
  await Promise.all([first.stored, second.stored]);
  assert.equal(stored(), ["once", "then"]);
  assert.is(place.server.asked("message").length, 3);
  await untilLines(client, "general", ["once", "then"]);
  const nonces = place.server.asked("message").map(({ nonce }) => nonce);
  assert.is(nonces[0], nonces[1]);
});

test("what is typed while offline is sent once and in order when the server is back", async () => {
  const client = await open();
  const away = untilStatus(client, "reconnecting");
  await place.server.stop();
  await away;
  const all = ["one", "two", "three"].map((text) => client.send("general", text).stored);
  assert.equal(
    roomOf(client, "general").drafts.map(({ state }) => state),
    ["waiting", "waiting", "waiting"],
  );
  await place.server.start();
  await Promise.all(all);
  assert.equal(stored(), ["one", "two", "three"]);
  await untilLines(client, "general", ["one", "two", "three"]);
});

test("after a reconnect drafts of a room wait until it was entered: only then its log can tell what was stored", async () => {
  const client = await open();
  let enter = (): void => undefined;
  place.server.script = (event, payload, socket) => {
    if (event !== "join") return undefined;
    return new Promise((resolve) => {
      enter = () => resolve(place.server.answerAs(event, payload, socket));
    });
  };
  const away = untilStatus(client, "reconnecting");
  place.server.cut();
  await away;
  const sending = client.send("general", "one");
  await place.server.awaitRequest("join", 2);
  await client.rooms();
  assert.is(place.server.asked("message").length, 0);
  enter();
  await sending.stored;
});

test("a rate limit is waited out, with the order kept", async () => {
  const client = await open();
  let refusals = 3;
  const error = { code: "rate_limited", message: "Slow down.", retryAfterMs: 20 };
  place.server.script = (event) =>
    event === "message" && refusals-- > 0 ? { ok: false, error } : undefined;
  await Promise.all(["one", "two"].map((text) => client.send("general", text).stored));
  assert.equal(stored(), ["one", "two"]);
});

test("a store that is away is waited out, with the reason shown", async () => {
  const client = await open();
  let refusals = 2;
  const error = { code: "unavailable", message: "The store is away." };
  place.server.script = (event) =>
    event === "message" && refusals-- > 0 ? { ok: false, error } : undefined;
  const sending = client.send("general", "one");
  await until(
    client,
    ({ rooms }) => rooms.get("general")?.drafts[0]?.error?.message === error.message,
  );
  await sending.stored;
  assert.equal(stored(), ["one"]);
});

test("a draft refused for good stays with its text, can be tried again, and holds nobody up", async () => {
  const client = await open();
  const error = { code: "invalid_message", message: "Not like this." };
  let refuse = true;
  place.server.script = (event, { message }) =>
    refuse && event === "message" && message === "bad" ? { ok: false, error } : undefined;
  client.send("general", "bad");
  await client.send("general", "good").stored;
  await untilLines(client, "general", ["good"]);
  const [draft] = roomOf(client, "general").drafts;
  assert.is(draft?.state, "failed");
  assert.is(draft?.text, "bad");
  assert.equal(draft?.error, error);
  refuse = false;
  client.retry(draft?.nonce ?? "");
  await untilLines(client, "general", ["good", "bad"]);
  assert.equal(roomOf(client, "general").drafts, []);
});

test("posts to a room it has not joined, under its name", async () => {
  const client = await open();
  const message = await client.send("dev", "from outside").stored;
  assert.is(message.username, "ada");
  assert.equal(stored("dev"), ["from outside"]);
  assert.equal([...client.getSnapshot().rooms.keys()], ["general"]);
});

test("a chosen nonce is the message's", async () => {
  const client = await open();
  const first = await client.send("general", "build 7 is green", { nonce: "build-7" }).stored;
  const again = await client.send("general", "build 7 is green", { nonce: "build-7" }).stored;
  assert.is(first.id, again.id);
  assert.equal(stored(), ["build 7 is green"]);
});

test("text is cleaned before it is shown as a draft", async () => {
  const client = await open();
  const { draft } = client.send("general", "red\u001b[31m");
  assert.is(draft.text, "red[31m");
});

test("a draft tells of each of its states once", async () => {
  const client = await open();
  const states: Draft["state"][] = [];
  client.listen((event) => {
    if (event.type === "draft") states.push(event.draft.state);
  });
  await client.send("general", "one").stored;
  assert.equal(states, ["waiting", "sending"]);
});

test("leaving a room does not lose what was handed over", async () => {
  const client = await open();
  place.server.script = (event) =>
    event === "message" && place.server.asked("message").length === 1 ? "silence" : undefined;
  client.send("general", "one");
  const two = client.send("general", "two");
  await place.server.awaitRequest("message");
  await client.leave("general");
  place.server.cut();
  await two.stored;
  assert.equal(stored(), ["one", "two"]);
});

test("a machine that slept for an hour in the middle of a sending: the log tells that it was stored", async () => {
  let slept = 0;
  const client = await open("ada", { ...systemClock, now: () => Date.now() + slept });
  place.server.script = (event, payload, socket) => {
    if (event !== "message") return undefined;
    place.server.answerAs(event, payload, socket);
    place.server.refusal = { code: "unavailable", message: "Not now." };
    place.server.cut();
    return "silence";
  };
  const sending = client.send("general", "once");
  await untilStatus(client, "reconnecting");
  slept = 60 * 60_000;
  place.server.forgetNonces();
  place.server.script = () => undefined;
  place.server.refusal = undefined;
  await sending.stored;
  assert.equal(stored(), ["once"]);
  assert.is(place.server.asked("message").length, 1);
});

test.run();
