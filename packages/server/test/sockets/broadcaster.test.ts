// Who is told what and when, on connections that write down what they are given.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { Broadcaster } from "../../src/sockets/broadcaster.ts";
import type { Broadcast, SendQueue } from "../../src/sockets/send-queue.ts";
import { eventually } from "../support/eventually.ts";

const test = suite("Broadcaster");

let broadcaster: Broadcaster;
let strained: boolean;
/** The time, in milliseconds: none passes but what a write takes, however busy the machine is. */
let now: number;
let writeMs: number;

test.before.each(() => {
  strained = false;
  now = 0;
  writeMs = 5;
  broadcaster = new Broadcaster(
    undefined,
    () => strained,
    () => now,
  );
});

/** Connects a session; answers what it is sent, and in how many writes. */
function connect(session: string): {
  packets: string[];
  writes: Broadcast[];
  /** When the last of them ended. */
  readonly writtenAt: number;
  queue: SendQueue;
} {
  const packets: string[] = [];
  const writes: Broadcast[] = [];
  let writtenAt = NaN;
  const held: string[] = [];
  const double: Pick<SendQueue, "send" | "sendBroadcast" | "hold" | "release"> = {
    send: (event, json) => void packets.push(...held.splice(0), `${event} ${json}`),
    sendBroadcast: (broadcast) => {
      writtenAt = now += writeMs;
      writes.push(broadcast);
      packets.push(...held.splice(0), ...broadcast.packets);
    },
    hold: (packet) => void held.push(packet),
    release: () => void packets.push(...held.splice(0)),
  };
  const queue = double as SendQueue;
  broadcaster.connect(session, queue);
  return {
    packets,
    writes,
    get writtenAt() {
      return writtenAt;
    },
    queue,
  };
}

function say(text: string, except?: string, room = "general"): void {
  const delivery = { event: "message" as const, json: JSON.stringify(text) };
  broadcaster.deliver(room, except === undefined ? delivery : { ...delivery, except });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("all that is said in one turn leaves in one write, in its order", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  for (const text of ["one", "two", "three"]) say(text);
  assert.is(ada.writes.length, 0);
  await turn();
  assert.is(ada.writes.length, 1);
  assert.equal(ada.packets, [
    "room_history {}",
    '2["message","one"]',
    '2["message","two"]',
    '2["message","three"]',
  ]);
});

test("an answer leaves at the end of the turn, after what its rooms are told", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  broadcaster.answer(ada.queue, "31[{}]");
  say("one");
  assert.equal(ada.packets, ["room_history {}"]);
  await turn();
  assert.equal(ada.packets, ["room_history {}", "31[{}]", '2["message","one"]']);
  assert.is(ada.writes.length, 1);
});

test("an answer to somebody who is told nothing leaves at the end of the turn, too", async () => {
  const ada = connect("ada");
  broadcaster.answer(ada.queue, "31[{}]");
  assert.equal(ada.packets, []);
  await turn();
  assert.equal(ada.packets, ["31[{}]"]);
});

test("what was said before an answer that was settled leaves before it, once, and the rest after it", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  say("one");
  broadcaster.settle("general", "ada");
  broadcaster.answer(ada.queue, "31[{}]");
  say("two");
  await turn();
  assert.equal(ada.packets.slice(1), ['2["message","one"]', "31[{}]", '2["message","two"]']);
});

test("who comes in once more is told nothing twice: what was said before is ahead of the history", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  say("one");
  broadcaster.enter("general", "ada", '["one"]');
  say("two");
  await turn();
  assert.equal(ada.packets.slice(1), [
    '2["message","one"]',
    'room_history ["one"]',
    '2["message","two"]',
  ]);
});

test("in a storm of entries each member is written to once a turn", async () => {
  const everybody = Array.from({ length: 20 }, (_, index) => connect(`user ${index}`));
  for (const index of everybody.keys()) {
    broadcaster.enter("general", `user ${index}`, "{}");
    say(`${index} is here`, `user ${index}`);
  }
  await turn();
  assert.equal(
    everybody.map(({ writes }) => writes.length),
    everybody.map((_, index) => (index === 19 ? 0 : 1)),
  );
  for (const [index, { packets }] of everybody.entries()) {
    const later = Array.from({ length: 19 - index }, (_, at) => index + 1 + at);
    assert.equal(
      packets.slice(1),
      later.map((other) => `2["message","${other} is here"]`),
    );
  }
});

test("a notice leaves at once; those that follow it closely leave together, in order", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  const notice = (name: string) =>
    broadcaster.deliver("general", { event: "user_joined", json: JSON.stringify(name) });
  notice("bob");
  await turn();
  assert.is(ada.writes.length, 1);
  for (const name of ["carol", "dan"]) {
    notice(name);
    await turn();
  }
  assert.is(ada.writes.length, 1);
  await eventually(() => assert.is(ada.writes.length, 2));
  assert.equal(ada.packets.slice(1), [
    '2["user_joined","bob"]',
    '2["user_joined","carol"]',
    '2["user_joined","dan"]',
  ]);
});

test("messages that follow each other leave turn by turn, and together only under strain", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  for (const text of ["one", "two"]) {
    say(text);
    await turn();
    now += 2.1 * writeMs;
  }
  assert.is(ada.writes.length, 2);
  strained = true;
  for (const text of ["three", "four", "five"]) {
    say(text);
    await turn();
  }
  assert.is(ada.writes.length, 2);
  await eventually(() => assert.is(ada.writes.length, 3));
  assert.equal(
    ada.packets.slice(1),
    ["one", "two", "three", "four", "five"].map((text) => `2["message","${text}"]`),
  );
});

for (const [when, times, lastedMs] of [
  ["without strain", 2, 9.5],
  ["under strain", 10, 1.9],
] as const) {
  test(`${when} a room rests ${times} times as long as its last round took, and no longer`, async () => {
    strained = when === "under strain";
    writeMs = lastedMs;
    const ada = connect("ada");
    broadcaster.enter("general", "ada", "{}");
    say("one");
    await turn();
    now += (times + 0.1) * writeMs;
    say("two");
    await turn();
    assert.is(ada.writes.length, 2);
    now += 0.1;
    say("three");
    await turn();
    assert.is(ada.writes.length, 2);
    await eventually(() => assert.is(ada.writes.length, 3));
  });
}

test("each room rests for as long as its own round took", async () => {
  const ada = connect("ada");
  const bob = connect("bob");
  broadcaster.enter("slow", "ada", "{}");
  broadcaster.enter("quick", "bob", "{}");
  say("one", undefined, "slow");
  await turn();
  writeMs = 0.1;
  say("two", undefined, "quick");
  await turn();
  strained = true;
  say("three", undefined, "slow");
  say("four", undefined, "quick");
  now = 1_000;
  writeMs = 1;
  await eventually(() => assert.equal([ada.writes.length, bob.writes.length], [2, 2]));
  assert.equal([bob.writtenAt, ada.writtenAt], [1_001, 1_002]);
});

test("under strain answers wait for one turn more, and leave in one write with the news that come in it", async () => {
  const ada = connect("ada");
  const bob = connect("bob");
  broadcaster.enter("general", "ada", "{}");
  strained = true;
  broadcaster.answer(ada.queue, "31[{}]");
  broadcaster.answer(bob.queue, "32[{}]");
  await turn();
  assert.equal([...ada.packets.slice(1), ...bob.packets], []);
  say("one");
  await turn();
  assert.equal(ada.packets.slice(1), ["31[{}]", '2["message","one"]']);
  assert.is(ada.writes.length, 1);
  assert.equal(bob.packets, ["32[{}]"]);
});

test("an answer that waits leaves when everything is sent at once", () => {
  const ada = connect("ada");
  strained = true;
  broadcaster.answer(ada.queue, "31[{}]");
  broadcaster.flush();
  assert.equal(ada.packets, ["31[{}]"]);
});

test("under strain answers wait for no pause, and what was said before them is ahead where it has to be", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  say("one");
  await turn();
  strained = true;
  say("two");
  broadcaster.settle("general", "ada");
  broadcaster.answer(ada.queue, "31[{}]");
  say("three");
  await turn();
  await turn();
  assert.equal(ada.packets.slice(1), ['2["message","one"]', '2["message","two"]', "31[{}]"]);
  await eventually(() => assert.is(ada.packets.at(-1), '2["message","three"]'));
});

test("a message does not wait with the notices before it, but takes them along", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  for (const event of ["user_joined", "user_left"] as const) {
    broadcaster.deliver("general", { event, json: '"bob"' });
    await turn();
  }
  now += 2.1 * writeMs;
  say("one");
  await turn();
  assert.equal(ada.packets.slice(1), [
    '2["user_joined","bob"]',
    '2["user_left","bob"]',
    '2["message","one"]',
  ]);
});

test("what rests is sent when all is to be sent", () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  for (const name of ["bob", "carol"]) {
    broadcaster.deliver("general", { event: "user_joined", json: JSON.stringify(name) });
    broadcaster.flush();
  }
  assert.is(ada.writes.length, 2);
});

test("all members are given the same frames, encoded once", async () => {
  const [ada, bob] = [connect("ada"), connect("bob")];
  for (const session of ["ada", "bob"]) broadcaster.enter("general", session, "{}");
  say("one");
  await turn();
  assert.is(ada.writes[0], bob.writes[0]);
});

test("what was said in the turn before a session came in is not told to it once more", async () => {
  const [ada, bob] = [connect("ada"), connect("bob")];
  broadcaster.enter("general", "ada", "{}");
  say("one");
  broadcaster.enter("general", "bob", '["one"]');
  say("two");
  await turn();
  assert.equal(ada.packets, ["room_history {}", '2["message","one"]', '2["message","two"]']);
  assert.equal(bob.packets, ['room_history ["one"]', '2["message","two"]']);
});

test("what was said before a session left is told to it, what is said after is not", async () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  say("one");
  broadcaster.exit("general", "ada");
  say("two");
  await turn();
  assert.equal(ada.packets, ["room_history {}", '2["message","one"]']);
});

test("who made a change is told all but that", async () => {
  const [ada, bob] = [connect("ada"), connect("bob")];
  for (const session of ["ada", "bob"]) broadcaster.enter("general", session, "{}");
  say("one");
  say("two", "ada");
  say("three");
  await turn();
  assert.equal(ada.packets.slice(1), ['2["message","one"]', '2["message","three"]']);
  assert.is(bob.packets.length, 4);
  say("four", "ada");
  await turn();
  assert.is(ada.packets.length, 3);
});

test("rooms hear their own alone", async () => {
  const ada = connect("ada");
  broadcaster.enter("one", "ada", "{}");
  say("elsewhere", undefined, "two");
  await turn();
  assert.is(ada.packets.length, 1);
});

test("a connection that is gone can neither come in nor make trouble", async () => {
  const ada = connect("ada");
  broadcaster.disconnect("ada");
  broadcaster.enter("general", "ada", "{}");
  broadcaster.exit("general", "ada");
  say("one");
  await turn();
  assert.equal(ada.packets, []);
});

test("a flush tells at once", () => {
  const ada = connect("ada");
  broadcaster.enter("general", "ada", "{}");
  say("one");
  broadcaster.flush();
  assert.is(ada.packets.length, 2);
});

test.run();
