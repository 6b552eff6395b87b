// What people do, on a store that can be held back: joins, leaves and posts in every order.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Chat } from "../../src/rooms/chat.ts";
import { Names } from "../../src/rooms/names.ts";
import { noLimits } from "../support/no-limits.ts";
import { plainRules } from "../support/plain-rules.ts";
import { RecordingAudience } from "../support/recording-audience.ts";
import { refusal } from "../support/refusal.ts";
import { ScriptedStore } from "../support/scripted-store.ts";

const test = suite("Chat");

let store: ScriptedStore;
let audience: RecordingAudience;
let warnings: string[];
let chat: Chat;
let pauseMs: number;

test.before.each(() => {
  store = new ScriptedStore();
  audience = new RecordingAudience();
  warnings = [];
  pauseMs = 0;
  chat = new Chat({
    store,
    names: new Names({ claims: store.claims, ttlMs: 3_600_000, now: () => store.claims.now }),
    audience,
    retention: { limit: 100, ttlMs: 3_600_000 },
    now: () => 1_700_000_000_000,
    warn: (room) => void warnings.push(room),
    tally: { rejoined: () => undefined, reloading: () => undefined },
    limits: noLimits,
    pauseMs: () => pauseMs,
    rules: plainRules,
  });
});

test.after.each(() => {
  chat.close();
});

function join(connection: string, username = connection, room = "general") {
  return chat.join(connection, { room, username, limit: 100 });
}

test("a join answers with the members, oneself among them, after the backlog was sent", async () => {
  store.post("general", "one");
  await join("b", "bob");
  assert.equal(await join("a", "ada"), {
    room: "general",
    username: "ada",
    members: ["ada", "bob"],
  });
  assert.equal(audience.of("a").all, ["[one]"]);
  assert.equal(audience.of("b").all, ["[one]", "+ada"]);
});

test("a join may ask for less of the backlog, or for what is newer than an id", async () => {
  const [first] = ["one", "two", "three"].map((text) => store.post("general", text));
  await chat.join("a", { room: "general", username: "ada", limit: 2 });
  await chat.join("b", { room: "general", username: "bob", limit: 0 });
  await chat.join("c", { room: "general", username: "cid", limit: 100, after: first?.id ?? 0 });
  await chat.join("d", { room: "general", username: "dan", limit: 1, after: first?.id ?? 0 });
  assert.is(audience.of("a").all[0], "…[two three]");
  assert.is(audience.of("b").all[0], "…[]");
  assert.is(audience.of("c").all[0], "[two three]");
  assert.is(audience.of("d").all[0], "…[three]");
});

test("the members that a join answers with do not change afterwards", async () => {
  const { members } = await join("a", "ada");
  await join("b", "bob");
  assert.equal(members, ["ada"]);
});

test("joining again under the same name sends the backlog once more, and tells nobody", async () => {
  await join("a", "ada");
  await join("b", "bob");
  store.post("general", "one");
  await join("a", "ada");
  assert.equal(audience.of("a").all, ["[]", "+bob", "one", "[one]"]);
  assert.equal(audience.of("b").all, ["[]", "one"]);
  assert.equal(store.sessions("general"), { a: "ada", b: "bob" });
});

test("joining again under another name is refused, and changes nothing", async () => {
  await join("a", "ada");
  assert.is(await refusal(join("a", "eve")), "username_mismatch");
  store.post("general", "one");
  assert.equal(audience.of("a").all, ["[]", "one"]);
  assert.equal(await chat.members("x", { room: "general" }), ["ada"]);
});

test("another name may be taken after leaving", async () => {
  await join("a", "ada");
  await chat.leave("a", "general");
  assert.equal((await join("a", "eve")).members, ["eve"]);
});

test("two joins at once under one name are one member", async () => {
  await Promise.all([join("a", "ada"), join("a", "ada")]);
  assert.equal(store.sessions("general"), { a: "ada" });
  assert.equal(audience.of("a").all, ["[]", "[]"]);
});

test("two connections of a name come in and leave once", async () => {
  await join("b", "bob");
  await join("a1", "ada");
  await join("a2", "ada");
  await chat.leave("a1", "general");
  await chat.disconnect("a2");
  assert.equal(audience.of("b").all, ["[]", "+ada", "-ada disconnected"]);
});

test("a leave behind a join that is under way waits for it", async () => {
  await join("b", "bob");
  const enter = store.hold("enter", "end");
  const joined = join("a", "ada");
  await enter.reached;
  const left = chat.leave("a", "general");
  enter.release();
  await Promise.all([joined, left]);
  assert.equal(store.sessions("general"), { b: "bob" });
  assert.equal(audience.of("b").all, ["[]", "+ada", "-ada left"]);
});

test("join, leave and join again, all at once, end inside", async () => {
  const all = [join("a", "ada"), chat.leave("a", "general"), join("a", "ada")];
  await Promise.all(all);
  assert.equal(store.sessions("general"), { a: "ada" });
  store.post("general", "one");
  assert.is(audience.of("a").all.at(-1), "one");
});

test("a connection that is lost while it joins is out in the end", async () => {
  const load = store.hold("load");
  const joined = join("a", "ada");
  await load.reached;
  const gone = chat.disconnect("a");
  load.release();
  await Promise.all([joined, gone]);
  assert.equal(store.sessions("general"), {});
  assert.is(store.followers("general"), 0);
});

test("a connection that is lost leaves all its rooms", async () => {
  await join("a", "ada", "one");
  await join("a", "ada", "two");
  await join("b", "bob", "two");
  await chat.disconnect("a");
  assert.equal([store.sessions("one"), store.sessions("two")], [{}, { b: "bob" }]);
  assert.equal(audience.of("b").all, ["[]", "-ada disconnected"]);
});

test("a message right behind a join goes out under the name of the join", async () => {
  const follow = store.hold("follow");
  const joined = join("a", "ada");
  const posted = chat.post("a", { room: "general", message: "one" });
  await follow.reached;
  follow.release();
  await joined;
  assert.match((await posted).message.json, '"username":"ada"');
  assert.equal(audience.of("a").all, ["[]", "one"]);
});

test("a message right behind a join that fails needs a name of its own", async () => {
  store.fail("follow");
  const joined = refusal(join("a", "ada"));
  const nameless = refusal(chat.post("a", { room: "general", message: "one" }));
  const named = chat.post("a", { room: "general", message: "two", username: "ada" });
  assert.is(await joined, "unavailable");
  assert.is(await nameless, "invalid_username");
  assert.match((await named).message.json, '"message":"two"');
});

test("a member posts under its own name or none, and under no other", async () => {
  await join("a", "ada");
  const post = (username: string) => chat.post("a", { room: "general", message: "one", username });
  assert.is(await refusal(post("ada")), "none");
  assert.is(await refusal(post("eve")), "username_mismatch");
  assert.is(
    await refusal(chat.post("a", { room: "other", message: "one", username: "eve" })),
    "none",
  );
});

test("who is not in the room posts with a name, and over HTTP too", async () => {
  for (const caller of ["a", { proof: undefined, address: () => "192.0.2.1" }]) {
    const nameless = chat.post(caller, { room: "general", message: "one" });
    assert.is(await refusal(nameless), "invalid_username");
    const named = chat.post(caller, { room: "general", message: "one", username: "ci" });
    assert.match((await named).message.json, '"username":"ci"');
  }
});

test("only a member may type", async () => {
  await join("b", "bob");
  assert.is(await refusal(chat.type("a", { room: "general", typing: true })), "not_joined");
  await join("a", "ada");
  await chat.type("a", { room: "general", typing: true });
  assert.equal(audience.of("b").all, ["[]", "+ada", "~ada true"]);
  assert.equal(audience.of("a").all, ["[]"]);
});

test("history and members of a room that is live here come from memory, of another from the store", async () => {
  await join("a", "ada");
  store.post("general", "one");
  store.post("other", "two");
  store.calls.length = 0;
  assert.is((await chat.history("x", { room: "general", limit: 10 })).messages.length, 1);
  assert.equal(await chat.members("x", { room: "general" }), ["ada"]);
  assert.equal(store.calls, []);
  assert.is((await chat.history("x", { room: "other", limit: 10 })).messages.length, 1);
  assert.equal(await chat.members("x", { room: "other" }), []);
  assert.equal(store.calls, ["load other", "rules other", "members other"]);
});

test("a room is followed exactly while it has sessions here, and read once for all of them", async () => {
  await Promise.all([join("a"), join("b"), join("c")]);
  assert.is(store.followers("general"), 1);
  assert.is(store.calls.filter((call) => call === "load general").length, 1);
  await Promise.all(["a", "b", "c"].map((connection) => chat.disconnect(connection)));
  assert.is(store.followers("general"), 0);
});

for (const call of ["follow", "load", "enter"] as const) {
  test(`a join that fails at ${call} leaves nothing behind, and may be tried again`, async () => {
    store.fail(call);
    assert.is(await refusal(join("a", "ada")), "unavailable");
    assert.is(store.followers("general"), 0);
    store.post("general", "one");
    assert.not.ok(audience.of("a").all.includes("one"));
    assert.equal((await join("a", "ada")).members, ["ada"]);
    assert.is(audience.of("a").all.at(-1), "[one]");
  });
}

test("joins of a room that cannot be opened all fail, and the next opens it", async () => {
  const load = store.hold("load");
  store.fail("load");
  const joins = ["a", "b", "c"].map((connection) => refusal(join(connection)));
  await load.reached;
  load.release();
  assert.equal(await Promise.all(joins), ["unavailable", "unavailable", "unavailable"]);
  assert.equal((await join("a")).members, ["a"]);
});

test("who leaves while the store is away is out here at once, and there once it is back", async () => {
  await join("a", "ada");
  await join("b", "bob");
  store.fail("exit");
  await chat.leave("a", "general");
  store.post("general", "one");
  assert.not.ok(audience.of("a").all.includes("one"));
  assert.equal(warnings, ["general"]);
  assert.equal(store.sessions("general"), { a: "ada", b: "bob" });
  await chat.reconcile();
  assert.equal(store.sessions("general"), { b: "bob" });
  assert.ok(audience.of("b").all.includes("-ada disconnected"));
});

test("the last one's leaving is made up for too, though the room is live here no longer", async () => {
  await join("a", "ada");
  store.fail("exit");
  await chat.disconnect("a");
  store.fail("reconcile");
  await chat.reconcile();
  assert.equal(store.sessions("general"), { a: "ada" });
  await chat.reconcile();
  assert.equal(store.sessions("general"), {});
});

test("a join whose answer was lost is taken back", async () => {
  await join("b", "bob");
  const enter = store.hold("enter", "end");
  const joined = join("a", "ada");
  await enter.reached;
  store.fail("exit");
  const gone = chat.disconnect("a");
  enter.release();
  await Promise.all([joined, gone]);
  await chat.reconcile();
  assert.equal(store.sessions("general"), { b: "bob" });
});

for (const type of ["recovered", "lapsed"] as const) {
  test(`when the store ${type}, this node's sessions are entered anew and what was lost is told`, async () => {
    await join("a", "ada");
    await store.unheard(() => store.exit("general", "a", "expired"));
    await store.unheard(() => store.post("general", "one"));
    const done = store.hold("reconcile", "end");
    store.happen({ type });
    await done.reached;
    done.release();
    await audience.of("a").has("one");
    assert.equal(store.sessions("general"), { a: "ada" });
    assert.equal(audience.of("a").all, ["[]", "one"]);
  });
}

test("names and rooms that are words of the language are names and rooms", async () => {
  for (const word of ["constructor", "toString", "hasOwnProperty", "valueOf"]) {
    assert.equal((await join(word, word, word)).members, [word]);
    await chat.post(word, { room: word, message: "one" });
    assert.equal(audience.of(word).all, ["[]", "one"]);
    await chat.leave(word, word);
    assert.equal(store.sessions(word), {});
  }
});

test("any order of joins, leaves, losses and posts ends with the sessions it should, and no room leaks", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const expected = new Map<string, boolean>();
  const work: Promise<unknown>[] = [];
  for (let step = 0; step < 400; step++) {
    const connection = pick(["a", "b", "c", "d"]);
    const room = pick(["one", "two"]);
    const key = `${room} ${connection}`;
    if (random() < 0.1) store.hold(pick(["load", "enter", "exit", "follow"] as const)).release();
    switch (pick(["join", "join", "leave", "post", "breathe"])) {
      case "join":
        work.push(join(connection, connection, room));
        expected.set(key, true);
        break;
      case "leave":
        work.push(chat.leave(connection, room));
        expected.set(key, false);
        break;
      case "post":
        work.push(chat.post(connection, { room, message: `m${step}`, username: connection }));
        break;
      default:
        await new Promise((resolve) => setImmediate(resolve));
    }
  }
  await Promise.all(work);
  for (const room of ["one", "two"]) {
    const wanted = ["a", "b", "c", "d"].filter((name) => expected.get(`${room} ${name}`));
    assert.equal(Object.keys(store.sessions(room)).sort(), wanted, `seed ${seed}`);
    assert.is(store.followers(room), wanted.length > 0 ? 1 : 0, `seed ${seed}`);
    assert.equal(await chat.members("x", { room }), wanted, `seed ${seed}`);
  }
});

/** Numbers from 0 to 1 that a seed decides (xorshift). */
function seeded(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

test("while there is a pause drafts wait for others of their room, and go to the store in order", async () => {
  await join("b", "bob");
  await join("a", "ada");
  pauseMs = 60_000;
  const texts = Array.from({ length: 32 }, (_, index) => `${index}`);
  const posted = texts
    .slice(1)
    .map((_, index) => chat.post("a", { room: "general", message: `${index}` }));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(audience.of("a").all, ["[]"]);
  await Promise.all([...posted, chat.post("a", { room: "general", message: "31" })]);
  assert.equal(audience.of("a").all, ["[]", ...texts]);
});

test.run();
