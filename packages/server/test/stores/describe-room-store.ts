// The contract of RoomStore, as tests that every store must pass. Knows no store: each brings the way to open one.

import * as assert from "uvu/assert";

import { ChatError, type Message, NONCE_WINDOW_MS, readMessage } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import type { Announcement, Draft, RoomStore, StoredMessage } from "../../src/rooms/room-store.ts";
import type { Retention } from "../../src/rooms/tail.ts";
import { eventually } from "../support/eventually.ts";
import { Heard } from "../support/heard.ts";
import { type StoreFixture, USUAL } from "./store-fixture.ts";

/** Runs the contract on a store. */
export function describeRoomStore(name: string, fixture: StoreFixture): void {
  const test = suite(`${name} as a RoomStore`, { needs: fixture.needs ?? [] });
  const opened: RoomStore[] = [];

  test.before(async () => {
    await fixture.setUp?.();
  });

  test.after.each(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  });

  test.after(async () => {
    await fixture.tearDown?.();
  });

  async function open(retention: Partial<Retention> = {}): Promise<RoomStore> {
    const store = await fixture.open({ ...USUAL, ...retention });
    opened.push(store);
    return store;
  }

  test("200 drafts at once are stored in the order of the calls, with ids that grow and a whole chain of prev", async () => {
    const store = await open({ limit: 500 });
    const drafts = Array.from({ length: 200 }, (_, index) => draft(`text ${index}`));
    const answers = await Promise.all(drafts.map((one) => store.append(one)));
    const messages = answers.map(({ message }) => message);
    assert.ok(answers.every(({ repeated }) => !repeated));
    assertChain(messages);
    assert.is(messages[0]?.prev, 0);
    assert.equal(
      textsOf(messages),
      drafts.map(({ message }) => message),
    );
    assert.equal((await store.load("general")).messages, messages);
  });

  test("rooms are ordered apart from each other", async () => {
    const store = await open();
    const rooms = ["one", "two", "three"];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        store.append(draft(`text ${index}`, { room: rooms[index % 3] as string })),
      ),
    );
    for (const room of rooms) {
      const { messages } = await store.load(room);
      assert.is(messages.length, 20);
      assert.is(messages[0]?.prev, 0);
      assertChain(messages);
    }
  });

  test("a message is what was drafted, with an id, the id before it and the moment", async () => {
    const store = await open();
    const before = Date.now() - 2_000;
    const { message } = await store.append(draft("hello", { username: "bob" }));
    const read = parse(message);
    const { id, prev, timestamp, ...rest } = read;
    assert.equal(rest, { room: "general", username: "bob", message: "hello" });
    assert.equal([id, prev], [message.id, message.prev]);
    assert.equal(readMessage(read), read);
    assert.ok(Number.isSafeInteger(id) && id > 0);
    const at = Date.parse(timestamp);
    assert.ok(at >= before && at <= Date.now() + 2_000, timestamp);
    assert.not.match(message.json, "\n");
  });

  for (const [what, text] of Object.entries({
    "quotes, backslashes and braces": `"'\\ {"id":1,"prev":0} \\u0041 %d %s %.0f`,
    "line breaks and tabs": `one\n\ttwo\n\n{"id":7,"prev":1,"room":"general"}\n+1 0 a b {}`,
    "letters of all scripts and emoji":
      "\u00e9 \u6f22\u5b57 \u05d0 \u{1f469}\u200d\u{1f4bb} \u2028\u2029",
    "4,000 quotation marks": '"'.repeat(4_000),
    "4,000 astral characters": "\u{1f600}".repeat(4_000),
  })) {
    test(`a text of ${what} comes back as it was`, async () => {
      const store = await open();
      const heard = await follow(store);
      const { message } = await store.append(draft(text));
      assert.is(parse(message).message, text);
      assert.equal((await store.load("general")).messages, [message]);
      assert.equal(messagesOf(await heard.count(1)), [message]);
    });
  }

  test("keeps the newest up to the limit, and prev still names what was trimmed", async () => {
    const store = await open({ limit: 5 });
    const all: StoredMessage[] = [];
    for (let index = 0; index < 12; index++) {
      all.push((await store.append(draft(`text ${index}`))).message);
    }
    const { messages } = await store.load("general");
    assert.equal(messages, all.slice(-5));
    assert.is(messages[0]?.prev, all[6]?.id);
  });

  test("trims a batch that is larger than the limit", async () => {
    const store = await open({ limit: 3 });
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => store.append(draft(`text ${index}`))),
    );
    const expected = all.slice(-3).map(({ message }) => message);
    assert.equal((await store.load("general")).messages, expected);
  });

  test("a history expires after its newest message, as a whole, and its ids go on growing", async () => {
    const store = await open({ ttlMs: 1_000 });
    await store.append(draft("one"));
    const { message: second } = await store.append(draft("two"));
    assert.is((await store.load("general")).messages.length, 2);
    await eventually(async () => {
      assert.equal((await store.load("general")).messages, []);
    });
    assert.equal(await store.rooms(), []);
    const { message: third } = await store.append(draft("three"));
    assert.ok(third.id > second.id);
    assert.is(third.prev, 0);
    assert.equal(textsOf((await store.load("general")).messages), ["three"]);
  });

  test("each message puts the expiry off", async () => {
    const store = await open({ ttlMs: 2_000 });
    const started = performance.now();
    let count = 0;
    while (performance.now() - started < 3_000) {
      await store.append(draft("text"));
      count++;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.is((await store.load("general")).messages.length, count);
  });

  test("the same username, room and nonce are the same message: stored and announced once", async () => {
    const store = await open();
    const heard = await follow(store);
    const first = await store.append(draft("hello", { nonce: "n" }));
    const second = await store.append(draft("hello again", { nonce: "n" }));
    assert.equal(second, { message: first.message, repeated: true });
    await store.append(draft("end"));
    await heard.until("the end", (all) => textsOf(messagesOf(all)).includes("end"));
    assert.equal(textsOf(messagesOf(heard.all)), ["hello", "end"]);
    assert.equal(textsOf((await store.load("general")).messages), ["hello", "end"]);
  });

  test("the same nonce within one batch is one message", async () => {
    const store = await open();
    const answers = await Promise.all([
      store.append(draft("warm up")),
      ...Array.from({ length: 20 }, () => store.append(draft("hello", { nonce: "n" }))),
    ]);
    const ids = new Set(answers.slice(1).map(({ message }) => message.id));
    assert.is(ids.size, 1);
    assert.is(answers.filter(({ repeated }) => !repeated).length, 2);
    assert.equal(textsOf((await store.load("general")).messages), ["warm up", "hello"]);
  });

  test("a nonce of another username or room is another message", async () => {
    const store = await open();
    const drafts = [
      draft("a", { nonce: "n" }),
      draft("b", { nonce: "n", username: "bob" }),
      draft("c", { nonce: "n", room: "other" }),
      draft("d", { nonce: "N" }),
      draft("e", { nonce: "n " }),
    ];
    const answers = await Promise.all(drafts.map((one) => store.append(one)));
    assert.ok(answers.every(({ repeated }) => !repeated));
    assert.equal(textsOf((await store.load("general")).messages), ["a", "b", "d", "e"]);
  });

  test("any text is a nonce of its own", async () => {
    const store = await open();
    const nonces = [
      ...["\u0000", "a\u0000", "a\u0000b", "a:b", "a", "ada:a", "}", "{x}", "\n", "*", " "],
      ...["__proto__", "constructor", "\u{1f600}", "\ufffd", "n".repeat(64), "\u6f22".repeat(64)],
    ];
    for (const repeated of [false, true]) {
      for (const nonce of nonces) {
        const answer = await store.append(draft(`nonce ${JSON.stringify(nonce)}`, { nonce }));
        assert.is(answer.repeated, repeated, JSON.stringify(nonce));
      }
    }
    assert.is((await store.load("general")).messages.length, nonces.length);
  });

  test("a message may be repeated by its nonce when it is trimmed already", async () => {
    const store = await open({ limit: 2 });
    const first = await store.append(draft("hello", { nonce: "n" }));
    for (let index = 0; index < 5; index++) await store.append(draft(`text ${index}`));
    assert.equal(await store.append(draft("hello", { nonce: "n" })), {
      message: first.message,
      repeated: true,
    });
    assert.is(NONCE_WINDOW_MS, 300_000);
  });

  test("whoever follows hears all that comes after that, and only that", async () => {
    const store = await open();
    for (let round = 0; round < 20; round++) {
      const room = `room${round}`;
      await store.append(draft("before", { room }));
      const heard = await follow(store, room);
      const { message } = await store.append(draft("after", { room }));
      assert.equal(messagesOf(await heard.count(1)), [message]);
    }
  });

  test("all followers hear one order, of messages and presence alike, and it is that of the ids", async () => {
    const store = await open({ limit: 500 });
    const followers = await Promise.all(Array.from({ length: 3 }, () => follow(store)));
    const work: Promise<unknown>[] = [];
    for (let index = 0; index < 60; index++) {
      work.push(store.append(draft(`text ${index}`)));
      if (index % 3 === 0) work.push(store.enter("general", `s${index}`, `name${index}`));
      if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(work);
    const views = followers.map((heard) => heard);
    for (const heard of views) {
      await heard.until(
        "60 messages and 20 joins",
        (all) => messagesOf(all).length === 60 && presenceOf(all).length === 20,
      );
      assertChain(messagesOf(heard.all));
    }
    const flat = views.map(({ all }) => all.flatMap(toLines));
    assert.equal(flat[1], flat[0]);
    assert.equal(flat[2], flat[0]);
  });

  test("who stopped following hears nothing more, and the others go on", async () => {
    const store = await open();
    const gone = new Heard<Announcement>();
    const stop = await store.follow("general", (announcement) => gone.add(announcement));
    const stays = await follow(store);
    stop();
    stop();
    await store.append(draft("one"));
    await stays.count(1);
    assert.equal(gone.all, []);
  });

  test("a room that was followed before can be followed again", async () => {
    const store = await open();
    for (let round = 0; round < 5; round++) {
      const heard = new Heard<Announcement>();
      const stop = await store.follow("general", (announcement) => heard.add(announcement));
      await store.append(draft(`round ${round}`));
      await heard.count(1);
      assert.equal(textsOf(messagesOf(heard.all)), [`round ${round}`]);
      stop();
    }
  });

  test("a name comes in with its first session and leaves with its last, and each is said once", async () => {
    const store = await open();
    const heard = await follow(store);
    await store.enter("general", "s1", "ada");
    await store.enter("general", "s2", "ada");
    await store.enter("general", "s3", "bob");
    await store.exit("general", "s1", "left");
    await store.exit("general", "s2", "disconnected");
    await store.exit("general", "s3", "left");
    await heard.until("4 changes", (all) => presenceOf(all).length === 4);
    assert.equal(presenceOf(heard.all), [
      "joined ada by s1, 1 here",
      "joined bob by s3, 2 here",
      "left ada by s2, 1 here, disconnected",
      "left bob by s3, 0 here, left",
    ]);
  });

  test("entering twice and leaving twice change nothing", async () => {
    const store = await open();
    const heard = await follow(store);
    await store.enter("general", "s1", "ada");
    await store.enter("general", "s1", "ada");
    assert.equal(await store.members("general"), ["ada"]);
    await store.exit("general", "s1", "left");
    await store.exit("general", "s1", "left");
    await store.exit("general", "never", "left");
    await store.enter("general", "s9", "end");
    await heard.until("the end", (all) => presenceOf(all).some((line) => line.includes("end")));
    assert.is(presenceOf(heard.all).length, 3);
    assert.equal(await store.members("general"), ["end"]);
  });

  test("many sessions of a name at once are one coming and one leaving", async () => {
    const store = await open();
    const heard = await follow(store);
    const sessions = Array.from({ length: 30 }, (_, index) => `s${index}`);
    await Promise.all(sessions.map((session) => store.enter("general", session, "ada")));
    await Promise.all(sessions.map((session) => store.exit("general", session, "left")));
    await heard.until("both", (all) => presenceOf(all).length >= 2);
    await store.append(draft("end"));
    await heard.until("the end", (all) => messagesOf(all).length === 1);
    assert.equal(
      presenceOf(heard.all).map((line) => line.split(" ")[0]),
      ["joined", "left"],
    );
  });

  test("the versions of changes are a chain, and enter answers the one in which the session counts", async () => {
    const store = await open();
    const heard = await follow(store);
    const first = await store.enter("general", "s1", "ada");
    const second = await store.enter("general", "s2", "bob");
    await store.exit("general", "s1", "left");
    await heard.until("3 changes", (all) => presenceOf(all).length === 3);
    const changes = heard.all.flatMap((one) => ("version" in one ? [one] : []));
    assert.equal(changes.map(({ version }) => version).slice(0, 2), [first, second]);
    assert.equal(
      changes.map(({ prev }) => prev),
      [0, ...changes.slice(0, 2).map(({ version }) => version)],
    );
    assert.ok(first > 0 && second > first);
    const { roster } = await store.load("general");
    assert.is(roster.version, changes[2]?.version);
    assert.is(roster.born, first);
    assert.equal(roster.members, ["bob"]);
  });

  test("a notice says room, name, moment and how many are here", async () => {
    const store = await open();
    const heard = await follow(store);
    await store.enter("general", "s1", "ada");
    await store.exit("general", "s1", "expired");
    await heard.count(2);
    const [joined, left] = heard.all.map((one) => JSON.parse("json" in one ? one.json : "{}")) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ];
    const { timestamp, ...rest } = joined;
    assert.equal(rest, { room: "general", username: "ada", members: 1 });
    assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal([left["reason"], left["members"]], ["expired", 0]);
  });

  test("reconcile makes this node's sessions what they should be, and says so to the others", async () => {
    const store = await open();
    await store.append(draft("one"));
    const { message } = await store.append(draft("two"));
    await store.enter("general", "s1", "ada");
    await store.enter("general", "s2", "bob");
    const heard = await follow(store);
    const wanted = new Map([
      ["s2", "bob"],
      ["s3", "cid"],
    ]);
    const { tip, roster } = await store.reconcile("general", wanted);
    assert.is(tip, message.id);
    assert.equal([...roster.members].sort(), ["bob", "cid"]);
    await heard.until("2 changes", (all) => presenceOf(all).length === 2);
    const lines = presenceOf(heard.all).toSorted();
    assert.match(lines[0] ?? "", /^joined cid by ,/);
    assert.match(lines[1] ?? "", /^left ada by , .*disconnected$/);
    assert.equal((await store.load("general")).roster.version, roster.version);
  });

  test("reconcile of what is right changes nothing and is silent", async () => {
    const store = await open();
    await store.enter("general", "s1", "ada");
    const { roster } = await store.load("general");
    const heard = await follow(store);
    const compared = await store.reconcile("general", new Map([["s1", "ada"]]));
    assert.equal(compared, { tip: 0, roster, revision: 0 });
    await store.append(draft("end"));
    await heard.count(1);
    assert.equal(presenceOf(heard.all), []);
  });

  test("reconcile with another name for a session puts that one in its place", async () => {
    const store = await open();
    await store.enter("general", "s1", "ada");
    await store.reconcile("general", new Map([["s1", "eve"]]));
    assert.equal(await store.members("general"), ["eve"]);
    await store.exit("general", "s1", "left");
    assert.equal(await store.members("general"), []);
  });

  test("reconcile with nobody empties the room of this node", async () => {
    const store = await open();
    await store.enter("general", "s1", "ada");
    await store.reconcile("general", new Map());
    assert.equal(await store.members("general"), []);
    assert.equal(await store.reconcile("never", new Map()), {
      tip: 0,
      roster: { version: 0, born: 0, members: [] },
      revision: 0,
    });
  });

  test("members, rooms and active rooms say who is where, names in code point order", async () => {
    const store = await open();
    await store.enter("alpha", "s1", "zoe");
    await store.enter("alpha", "s2", "Ada");
    await store.enter("alpha", "s3", "\u{10400}");
    await store.enter("alpha", "s4", "\uff21");
    await store.enter("alpha", "s5", "ada");
    await store.enter("beta", "s1", "zoe");
    const { message } = await store.append(draft("one", { room: "gamma" }));
    assert.equal(await store.members("alpha"), ["Ada", "ada", "zoe", "\uff21", "\u{10400}"]);
    assert.equal(await store.members("nowhere"), []);
    const rooms = await eventually(async () => {
      const all = await store.rooms();
      assert.is(all.length, 3);
      return all;
    });
    assert.equal(rooms, [
      { room: "gamma", members: 0, lastMessageAt: parse(message).timestamp },
      { room: "alpha", members: 5, lastMessageAt: null },
      { room: "beta", members: 1, lastMessageAt: null },
    ]);
    const active = await store.activeRooms();
    assert.equal([...active.keys()].sort(), ["alpha", "beta"]);
    assert.equal(active.get("beta"), ["zoe"]);
  });

  test("rooms are listed by their latest message, and gone once they have neither member nor history", async () => {
    const store = await open();
    for (const room of ["one", "two", "three"]) {
      await store.append(draft("text", { room }));
      const first = Date.now();
      await eventually(() => {
        assert.ok(Date.now() > first + 2);
      });
    }
    await store.enter("empty", "s1", "ada");
    await store.exit("empty", "s1", "left");
    await eventually(async () => {
      assert.equal(
        (await store.rooms()).map(({ room }) => room),
        ["three", "two", "one"],
      );
    });
    assert.equal([...(await store.activeRooms()).keys()], []);
  });

  test("any name of a room or a person works, and no two are mixed up", async () => {
    const store = await open();
    const names = [
      ...["constructor", "toString", "hasOwnProperty", "7", "a.b", "a-b", "a_b", "A.B", "messages"],
      ...[
        "\u00fcber",
        "\u6f22\u5b57",
        "\u05d0\u05d1",
        "x\u0301",
        "\u{10400}".repeat(32),
        "a".repeat(32),
      ],
    ];
    for (const name of names) {
      const heard = await follow(store, name);
      await store.enter(name, "s1", name);
      const { message } = await store.append(draft(`in ${name}`, { room: name, username: name }));
      await heard.until("both", (all) => all.length === 2);
      assert.equal(messagesOf(heard.all), [message]);
      assert.match(presenceOf(heard.all)[0] ?? "", `joined ${name} by s1`);
      const { messages, roster } = await store.load(name);
      assert.equal(messages, [message]);
      assert.equal(roster.members, [name]);
      assert.is(parse(message).username, name);
    }
    await eventually(async () => {
      assert.equal([...(await store.activeRooms()).keys()].sort(), names.toSorted());
    });
  });

  test("typing is heard by the followers, and kept nowhere", async () => {
    const store = await open();
    const heard = await follow(store);
    const json = JSON.stringify({ room: "general", username: "ada", typing: true });
    await store.announceTyping("general", "s1", json);
    assert.equal(await heard.count(1), [{ type: "typing", by: "s1", json }]);
    assert.equal((await store.load("general")).messages, []);
  });

  test("serves while it is open", async () => {
    const store = await open();
    await store.check();
    store.watch(() => undefined);
  });

  test("what was asked before close is finished, and what is asked after it refused as unavailable", async () => {
    const store = await fixture.open(USUAL);
    const appended = Promise.all(
      Array.from({ length: 20 }, (_, index) => store.append(draft(`text ${index}`))),
    );
    await store.append(draft("last"));
    await store.close();
    assert.is((await appended).length, 20);
    for (const late of [
      () => store.append(draft("late")),
      () => store.load("general"),
      () => store.enter("general", "s1", "ada"),
      () => store.check(),
    ]) {
      assert.is(await codeOf(late), "unavailable");
    }
  });

  test.run();
}

/** A draft of ada's in the room general, unless said otherwise. */
export function draft(message: string, other: Partial<Draft> = {}): Draft {
  return { room: "general", username: "ada", message, ...other };
}

/** Follows a room. */
export async function follow(store: RoomStore, room = "general"): Promise<Heard<Announcement>> {
  const heard = new Heard<Announcement>();
  await store.follow(room, (announcement) => heard.add(announcement));
  return heard;
}

/** The messages among announcements. */
export function messagesOf(all: readonly Announcement[]): StoredMessage[] {
  return all.flatMap((one) => (one.type === "messages" ? one.messages : []));
}

/** The changes of presence among announcements, as lines. */
export function presenceOf(all: readonly Announcement[]): string[] {
  return all.filter(({ type }) => type === "joined" || type === "left").flatMap(toLines);
}

/** The texts of messages. */
export function textsOf(messages: readonly StoredMessage[]): string[] {
  return messages.map((message) => parse(message).message);
}

/** The code with which a call is refused. */
export async function codeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return "none";
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}

function parse(message: StoredMessage): Message {
  return JSON.parse(message.json) as Message;
}

function assertChain(messages: readonly StoredMessage[]): void {
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    assert.equal(parse(message).id, message.id);
    assert.equal(parse(message).prev, message.prev);
    if (before) assert.is(message.prev, before.id);
    if (before) assert.ok(message.id > before.id);
  }
}

function toLines(announcement: Announcement): string[] {
  switch (announcement.type) {
    case "messages":
      return announcement.messages.map(({ json }) => json);
    case "joined":
    case "left": {
      const { type, username, by, json } = announcement;
      const { members, reason } = JSON.parse(json) as { members: number; reason?: string };
      return [`${type} ${username} by ${by}, ${members} here${reason ? `, ${reason}` : ""}`];
    }
    case "typing":
      return [`typing ${announcement.json}`];
    case "measure":
      return [`measure ${announcement.json}`];
    case "interrupted":
      return ["interrupted"];
  }
}
