// The contract of what operators do, as tests that every store must pass: texts taken away, rules kept and announced.

import * as assert from "uvu/assert";

import { DELETED_TEXT, type Message, readMessage } from "@chat/protocol";

import { suite } from "../../../../test-support/suite.ts";
import { isErased } from "../../src/rooms/erasure.ts";
import type { Measure, MeasureAnnouncement, RoomStore } from "../../src/rooms/room-store.ts";
import { draft, follow, messagesOf, textsOf } from "./describe-room-store.ts";
import { type StoreFixture, USUAL } from "./store-fixture.ts";

const DAY_MS = 86_400_000;

/** Runs the contract on a store. */
export function describeMeasures(name: string, fixture: StoreFixture): void {
  const test = suite(`${name} and what operators do`, { needs: fixture.needs ?? [] });
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

  async function open(limit = USUAL.limit): Promise<RoomStore> {
    const store = await fixture.open({ ...USUAL, limit });
    opened.push(store);
    return store;
  }

  test("an erased message keeps its place, its author and its moment, and its text is gone", async () => {
    const store = await open();
    const texts = ["one", `two "),"deleted":true,"timestamp":"x"}`, "three"];
    for (const text of texts) await store.append(draft(text));
    const before = (await store.load("general")).messages;
    const target = before[1] as (typeof before)[number];
    assert.is(await store.takeMeasure("general", measure({ erase: target.id })), "taken");
    const { messages, rules } = await store.load("general");
    assert.equal(textsOf(messages), ["one", DELETED_TEXT, "three"]);
    const was = JSON.parse(target.json) as Message;
    assert.equal(readMessage(JSON.parse(messages[1]?.json ?? "")), {
      ...was,
      message: DELETED_TEXT,
      deleted: true,
    });
    assert.equal(messages.map(isErased), [false, true, false]);
    assert.ok(rules.revision > 0);
    const next = await store.append(draft("four"));
    assert.is(next.message.prev, messages[2]?.id);
  });

  test("an erasure is announced in its place in the order, with what stands there from now on", async () => {
    const store = await open();
    const { message } = await store.append(draft("one"));
    const heard = await follow(store);
    await store.append(draft("two"));
    await store.takeMeasure("general", measure({ erase: message.id }));
    await store.append(draft("three"));
    await heard.until("three", (all) => textsOf(messagesOf(all)).includes("three"));
    assert.equal(
      heard.all.map(({ type }) => type),
      ["messages", "measure", "messages"],
    );
    const { erased, json } = heard.all[1] as MeasureAnnouncement;
    assert.equal(erased, (await store.load("general")).messages[0]);
    assert.is(json, measure().json);
  });

  test("the oldest message of a long history can be erased, and the newest", async () => {
    const store = await open(1_200);
    for (let at = 0; at < 1_200; at += 300) {
      await Promise.all(Array.from({ length: 300 }, (_, i) => store.append(draft(`t${at + i}`))));
    }
    const { messages } = await store.load("general");
    for (const at of [0, 499, 500, 1_199]) {
      const id = messages[at]?.id ?? 0;
      assert.is(await store.takeMeasure("general", measure({ erase: id })), "taken");
    }
    const after = (await store.load("general")).messages;
    assert.equal(
      after.flatMap((one, at) => (isErased(one) ? [at] : [])),
      [0, 499, 500, 1_199],
    );
    assert.equal(
      after.map(({ id, prev }) => [id, prev]),
      messages.map(({ id, prev }) => [id, prev]),
    );
  });

  test("what is erased already, or not there, changes nothing and is announced to nobody", async () => {
    const store = await open();
    const { message } = await store.append(draft("one"));
    await store.takeMeasure("general", measure({ erase: message.id }));
    const heard = await follow(store);
    const { revision } = await store.rules("general");
    const changes = [["topic", "never"]] as const;
    const again = measure({ erase: message.id, changes });
    assert.is(await store.takeMeasure("general", again), "repeated");
    assert.is(await store.takeMeasure("general", { ...again, erase: message.id + 1 }), "absent");
    assert.is(await store.takeMeasure("nowhere", again), "absent");
    assert.equal(await store.rules("general"), { revision, rules: new Map() });
    await store.append(draft("two"));
    await heard.until("two", (all) => textsOf(messagesOf(all)).includes("two"));
    assert.is(heard.all.length, 1);
  });

  test("a nonce stands for the erased message too: its text does not come back by it", async () => {
    const store = await open();
    const one = await store.append(draft("secret", { nonce: "n" }));
    const other = await store.append(draft("other", { nonce: "m" }));
    await store.takeMeasure("general", measure({ erase: one.message.id }));
    const again = await store.append(draft("secret", { nonce: "n" }));
    assert.ok(again.repeated);
    assert.is(again.message.id, one.message.id);
    assert.equal(textsOf([again.message]), [DELETED_TEXT]);
    assert.equal((await store.append(draft("other", { nonce: "m" }))).message, other.message);
    assert.is((await store.load("general")).messages.length, 2);
  });

  test("rules are kept as they are set, taken away with null, and each is announced with the revision it makes", async () => {
    const store = await open();
    assert.equal(await store.rules("general"), { revision: 0, rules: new Map() });
    const heard = await follow(store);
    const ban = `{"until":5,"reason":"a \\"b\\" \\\\ \\u2028 {x}"}`;
    await store.takeMeasure(
      "general",
      measure({
        changes: [
          ["topic", "Größe 🎉"],
          ["ban:eve", ban],
        ],
      }),
    );
    await store.takeMeasure(
      "general",
      measure({
        changes: [
          ["topic", null],
          ["closed", "1"],
        ],
      }),
    );
    await heard.count(2);
    const [first, second] = heard.all as [MeasureAnnouncement, MeasureAnnouncement];
    assert.equal(first.changes, [
      ["topic", "Größe 🎉"],
      ["ban:eve", ban],
    ]);
    assert.is(first.prev, 0);
    assert.is(second.prev, first.revision);
    assert.ok(second.revision > first.revision);
    const expected = {
      revision: second.revision,
      rules: new Map([
        ["ban:eve", ban],
        ["closed", "1"],
      ]),
    };
    assert.equal(sorted(await store.rules("general")), sorted(expected));
    assert.equal(sorted((await store.load("general")).rules), sorted(expected));
    assert.is((await store.reconcile("general", new Map())).revision, second.revision);
    assert.equal(await store.rules("other"), { revision: 0, rules: new Map() });
  });

  test("a room with a password is on no list, one with a topic says it", async () => {
    const store = await open();
    for (const room of ["open", "hidden"]) {
      await store.append(draft("hi", { room }));
      await store.enter(room, `s-${room}`, "ada");
    }
    await store.takeMeasure("open", measure({ changes: [["topic", "All about it"]] }));
    await store.takeMeasure("hidden", measure({ changes: [["password", "kept"]] }));
    const rooms = (await store.rooms()).map(({ room, topic }) => ({ room, topic }));
    assert.equal(rooms, [{ room: "open", topic: "All about it" }]);
    assert.equal([...(await store.activeRooms()).keys()], ["open"]);
    await store.takeMeasure("hidden", measure({ changes: [["password", null]] }));
    assert.equal((await store.rooms()).length, 2);
  });

  test.run();
}

function measure(more: Partial<Measure> = {}): Measure {
  return { json: `{"room":"general","action":"topic"}`, changes: [], keepMs: 90 * DAY_MS, ...more };
}

function sorted({ revision, rules }: { revision: number; rules: ReadonlyMap<string, string> }) {
  return { revision, rules: [...rules].sort(([a], [b]) => (a < b ? -1 : 1)) };
}
