// One room on one node: that what its sessions hear is whole and in order, whatever the store does meanwhile.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { LiveRoom } from "../../src/rooms/live-room.ts";
import { RecordingAudience } from "../support/recording-audience.ts";
import { ScriptedStore } from "../support/scripted-store.ts";

const test = suite("LiveRoom");

const RETENTION = { limit: 100, ttlMs: 3_600_000 };
let store: ScriptedStore;
let audience: RecordingAudience;
let warnings: unknown[];
let now: number;
let room: LiveRoom;

test.before.each(() => {
  store = new ScriptedStore();
  audience = new RecordingAudience();
  warnings = [];
  now = 1_700_000_000_000;
  room = new LiveRoom("general", {
    store,
    audience,
    retention: RETENTION,
    now: () => now,
    warn: (_room, error) => void warnings.push(error),
    reloading: () => undefined,
    moderated: (_live, done) => void done,
  });
});

test.after.each(() => {
  room.close();
});

async function admit(session: string, username = session): Promise<void> {
  room.admit(session, username, { limit: 100 });
  await room.register(session);
}

test("a message that is stored before the history is read, and announced too, is told once", async () => {
  const load = store.hold("load", "begin");
  const opened = room.open();
  await load.reached;
  store.post("general", "one");
  load.release();
  await opened;
  room.admit("ada", "ada", { limit: 100 });
  store.post("general", "two");
  assert.equal(audience.of("ada").all, ["[one]", "two"]);
});

test("a message that comes after the history was read and before its answer is there is not lost", async () => {
  store.post("general", "one");
  const load = store.hold("load", "end");
  const opened = room.open();
  await load.reached;
  store.post("general", "two");
  store.post("general", "three");
  load.release();
  await opened;
  room.admit("ada", "ada", { limit: 100 });
  assert.equal(audience.of("ada").all, ["[one two three]"]);
});

test("presence that changes while the room is loaded is neither lost nor told twice", async () => {
  const load = store.hold("load", "end");
  const opened = room.open();
  await load.reached;
  await store.enter("general", "far-1", "bob");
  load.release();
  await opened;
  assert.equal(room.members, ["bob"]);
  await admit("ada");
  assert.equal(room.members, ["ada", "bob"]);
  assert.equal(audience.of("ada").all, ["[]"]);
});

test("nobody hears a message behind a hole before what was lost", async () => {
  await room.open();
  await admit("ada");
  store.post("general", "one");
  await store.unheard(() => store.post("general", "two"));
  store.post("general", "three");
  store.post("general", "four");
  await audience.of("ada").has("four");
  assert.equal(audience.of("ada").all, ["[]", "one", "two", "three", "four"]);
});

test("a hole that is found while another one is mended is mended too", async () => {
  await room.open();
  await admit("ada");
  await store.unheard(() => store.post("general", "one"));
  const load = store.hold("load", "end");
  store.post("general", "two");
  await load.reached;
  await store.unheard(() => store.post("general", "three"));
  store.post("general", "four");
  load.release();
  store.post("general", "five");
  await audience.of("ada").has("five");
  store.post("general", "six");
  await audience.of("ada").has("six");
  assert.equal(audience.of("ada").all, ["[]", "one", "two", "three", "four", "five", "six"]);
});

test("an interruption while the room is loaded anew makes it load once more", async () => {
  await room.open();
  await admit("ada");
  const load = store.hold("load", "end");
  store.announce("general", { type: "interrupted" });
  await load.reached;
  await store.unheard(() => store.post("general", "one"));
  store.announce("general", { type: "interrupted" });
  load.release();
  await audience.of("ada").has("one");
  store.post("general", "two");
  await audience.of("ada").has("two");
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
});

test("an interruption that lost nothing is not noticed", async () => {
  await room.open();
  await admit("ada");
  store.post("general", "one");
  const load = store.hold("load", "begin");
  store.announce("general", { type: "interrupted" });
  await load.reached;
  store.post("general", "two");
  load.release();
  await audience.of("ada").has("two");
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
});

test("a load that fails is tried again, and said", async () => {
  await room.open();
  await admit("ada");
  store.fail("load", 1);
  await store.unheard(() => store.post("general", "one"));
  store.post("general", "two");
  await audience.of("ada").has("two");
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
  assert.is(warnings.length, 1);
});

test("a message announced twice is told once", async () => {
  await room.open();
  await admit("ada");
  const message = store.post("general", "one");
  store.post("general", "two");
  store.announce("general", { type: "messages", messages: [message] });
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
});

test("a session hears of the others, not of itself", async () => {
  await room.open();
  await admit("ada");
  await admit("bob");
  assert.equal(audience.of("ada").all, ["[]", "+bob"]);
  assert.equal(audience.of("bob").all, ["[]"]);
});

test("register settles when the member list holds the session", async () => {
  await room.open();
  room.admit("ada", "ada", { limit: 100 });
  const enter = store.hold("enter");
  const registered = room.register("ada");
  await enter.reached;
  assert.equal(room.members, []);
  enter.release();
  await registered;
  assert.equal(room.members, ["ada"]);
});

test("register does not wait for ever for a change whose announcement was lost", async () => {
  await room.open();
  room.admit("ada", "ada", { limit: 100 });
  await admit("cid");
  await store.unheard(() => room.register("ada").then(() => undefined));
  assert.equal(room.members, ["ada", "cid"]);
  await audience.of("cid").has("+ada");
  assert.equal(audience.of("ada").all, ["[]", "+cid"]);
});

test("a change of presence behind a lost one is told together with it", async () => {
  await room.open();
  await admit("ada");
  await store.unheard(() => store.enter("general", "far-1", "bob"));
  await store.enter("general", "far-2", "cid");
  await audience.of("ada").until("both", (all) => all.includes("+bob") && all.includes("+cid"));
  assert.equal(audience.of("ada").all.toSorted(), ["+bob", "+cid", "[]"]);
  assert.equal(room.members, ["ada", "bob", "cid"]);
});

test("reconcile finds a last message that was lost", async () => {
  await room.open();
  await admit("ada");
  await store.unheard(() => store.post("general", "one"));
  await room.reconcile();
  assert.equal(audience.of("ada").all, ["[]", "one"]);
});

test("reconcile finds lost presence, and puts this node's sessions back", async () => {
  await room.open();
  await admit("ada");
  await store.unheard(() => store.enter("general", "far-1", "bob"));
  await store.unheard(() => store.exit("general", "ada", "expired"));
  await room.reconcile();
  assert.equal(store.sessions("general"), { "far-1": "bob", ada: "ada" });
  assert.equal(room.members, ["ada", "bob"]);
  assert.ok(audience.of("ada").all.includes("+bob"));
});

test("reconcile of a room that agrees tells nothing and loads nothing", async () => {
  await room.open();
  await admit("ada");
  store.post("general", "one");
  store.calls.length = 0;
  await room.reconcile();
  assert.equal(store.calls, ["reconcile general"]);
  assert.equal(audience.of("ada").all, ["[]", "one"]);
});

test("a message that overtakes the comparison does not make it load", async () => {
  await room.open();
  await admit("ada");
  store.post("general", "one");
  const compare = store.hold("reconcile", "end");
  const reconciled = room.reconcile();
  await compare.reached;
  store.post("general", "two");
  store.calls.length = 0;
  compare.release();
  await reconciled;
  assert.equal(store.calls, []);
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
});

test("a history that the store forgot is forgotten here at the next comparison", async () => {
  await room.open();
  await admit("ada");
  store.post("general", "one");
  store.forget("general", "messages");
  await room.reconcile();
  assert.equal(room.page({ limit: 10 }), { messages: [], complete: true });
  store.post("general", "two");
  assert.equal(audience.of("ada").all, ["[]", "one", "two"]);
});

test("members of other nodes that a flush forgot leave once they had time to come back, and not before", async () => {
  await room.open();
  await admit("ada");
  await store.enter("general", "far-1", "bob");
  await store.enter("general", "far-2", "cid");
  store.forget("general");
  await room.reconcile();
  await store.enter("general", "far-1", "bob");
  assert.equal(room.members, ["ada", "bob", "cid"]);
  now += 60_000;
  await room.reconcile();
  assert.equal(room.members, ["ada", "bob"]);
  const told = audience.of("ada").all;
  assert.equal(told, ["[]", "+bob", "+cid", "-cid disconnected"]);
});

test("nothing is told once it is closed", async () => {
  await room.open();
  await admit("ada");
  room.close();
  store.post("general", "one");
  assert.is(store.followers("general"), 0);
  assert.equal(audience.of("ada").all, ["[]"]);
});

test("typing is told to all but who types", async () => {
  await room.open();
  await admit("ada");
  await admit("bob");
  const json = JSON.stringify({ room: "general", username: "ada", typing: true });
  await store.announceTyping("general", "ada", json);
  assert.equal(audience.of("bob").all, ["[]", "~ada true"]);
  assert.not.ok(audience.of("ada").all.includes("~ada true"));
});

test.run();
