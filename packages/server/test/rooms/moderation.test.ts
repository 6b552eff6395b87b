// What operators do and what comes of it for those in the room and those outside, on a store in memory.

import * as assert from "uvu/assert";

import { DELETED_TEXT } from "@chat/protocol";
import { parseModerationRequest } from "@chat/protocol/moderation";

import { suite } from "../../../../test-support/suite.ts";
import { Chat } from "../../src/rooms/chat.ts";
import { Names } from "../../src/rooms/names.ts";
import type { Caller } from "../../src/rooms/rule-keeper.ts";
import { noLimits } from "../support/no-limits.ts";
import { plainRules } from "../support/plain-rules.ts";
import { RecordingAudience } from "../support/recording-audience.ts";
import { refusal } from "../support/refusal.ts";
import { ScriptedStore } from "../support/scripted-store.ts";

const test = suite("Moderation");

const MINUTE_MS = 60_000;
const OUTSIDE: Caller = { proof: undefined, address: () => "192.0.2.9" };
let store: ScriptedStore;
let audience: RecordingAudience;
let chat: Chat;
let now: number;
let record: string[];
let warnings: unknown[];

test.before.each(async () => {
  store = new ScriptedStore();
  audience = new RecordingAudience();
  now = 1_700_000_000_000;
  record = [];
  warnings = [];
  chat = new Chat({
    store,
    names: new Names({ claims: store.claims, ttlMs: 3_600_000, now: () => store.claims.now }),
    audience,
    retention: { limit: 100, ttlMs: 3_600_000 },
    now: () => now,
    warn: (_room, error) => void warnings.push(error),
    limits: noLimits,
    pauseMs: () => 0,
    tally: { rejoined: () => undefined, reloading: () => undefined },
    rules: {
      ...plainRules,
      recordDone: ({ action, by }, address, target) =>
        void record.push(`${by} ${action} ${target ?? ""} from ${address}`),
      recordOut: (connection, { action }, address) =>
        void record.push(`out ${connection} ${action} ${address}`),
    },
  });
  chat.introduce("o", "olgas-proof");
  await join("o", "olga");
  await join("b", "bob");
});

test.after.each(() => {
  chat.close();
  assert.equal(warnings, []);
});

function join(connection: string, username: string, more: object = {}) {
  return chat.join(connection, { room: "general", username, limit: 100, ...more });
}

function moderate(request: object, caller: Caller = "o") {
  return chat.moderate(caller, parseModerationRequest({ room: "general", ...request }));
}

function post(caller: Caller, username?: string, more: object = {}) {
  const named = username === undefined ? {} : { username };
  return chat.post(caller, { room: "general", message: "hi", ...named, ...more });
}

test("only who owns an operator's name may moderate; whoever else tries changes nothing", async () => {
  const request = { action: "close" };
  assert.is(await refusal(moderate(request, "b")), "forbidden");
  assert.is(await refusal(moderate({ ...request, operator: "olga" }, "b")), "forbidden");
  assert.is(await refusal(moderate({ ...request, operator: "olga" }, OUTSIDE)), "forbidden");
  const thief = { proof: "another", address: () => "192.0.2.9" };
  assert.is(await refusal(moderate({ ...request, operator: "olga" }, thief)), "username_taken");
  assert.is(await refusal(moderate({ ...request, operator: "bob" }, thief)), "forbidden");
  assert.is(await refusal(moderate(request, OUTSIDE)), "invalid_username");
  assert.equal(
    store.calls.filter((call) => call.startsWith("takeMeasure")),
    [],
  );
  assert.equal(record, []);
  const owner = { proof: "olgas-proof", address: () => "192.0.2.1" };
  assert.is(await refusal(moderate({ ...request, operator: "olga" }, owner)), "none");
  assert.equal(record, ["olga close  from 192.0.2.1"]);
});

test("a deleted message is replaced for those who come later, and everybody is told", async () => {
  const { id } = store.post("general", "shame");
  store.post("general", "fine");
  const done = await moderate({ action: "delete", id });
  assert.equal(done, {
    ...{ room: "general", action: "delete", by: "olga", id },
    timestamp: new Date(now).toISOString(),
  });
  assert.equal(audience.of("b").all.slice(-3), ["shame", "fine", "!delete"]);
  const { messages } = await chat.history("b", { room: "general", limit: 10 });
  assert.equal(
    messages.map(({ json }) => (JSON.parse(json) as { message: string }).message),
    [DELETED_TEXT, "fine"],
  );
  assert.is(await refusal(moderate({ action: "delete", id })), "none", "twice is no error");
  assert.is(await refusal(moderate({ action: "delete", id: id + 1_000 })), "not_found");
});

test("who comes back learns which of the messages they saw were deleted", async () => {
  const one = store.post("general", "one");
  const two = store.post("general", "two");
  assert.is((await join("c", "cid", { after: two.id })).deleted, undefined);
  await moderate({ action: "delete", id: one.id });
  assert.equal((await join("d", "dan", { after: two.id })).deleted, [one.id]);
  assert.is((await join("e", "eve")).deleted, undefined, "whose backlog shows it");
  assert.is((await join("f", "fay", { after: one.id - 1 })).deleted, undefined);
});

test("a kick is told to whom it is for, and then takes all of their sessions out, who may come back", async () => {
  await join("b2", "bob");
  await moderate({ action: "kick", username: "bob", reason: "  be\nnice  " });
  await audience.of("o").has("-bob left");
  assert.equal(audience.of("b").all.at(-1), "!kick");
  assert.equal(audience.of("b2").all.at(-1), "!kick");
  assert.equal(await chat.members("o", { room: "general" }), ["olga"]);
  assert.equal(record, [
    "out b kick 192.0.2.98",
    "out b2 kick 192.0.2.98",
    "olga kick  from 192.0.2.111",
  ]);
  assert.is(await refusal(chat.type("b", { room: "general", typing: true })), "not_joined");
  assert.is(await refusal(join("b", "bob")), "none");
});

test("a kick reaches who is still coming in", async () => {
  const entering = store.hold("enter", "end");
  const joined = join("c", "cid");
  await entering.reached;
  await moderate({ action: "kick", username: "cid" });
  entering.release();
  await joined;
  await audience.of("o").has("-cid left");
  assert.equal(await chat.members("o", { room: "general" }), ["bob", "olga"]);
});

test("who is muted reads and does not speak, in any spelling of the name, until the time is over", async () => {
  await moderate({ action: "mute", username: "Bob", seconds: 60, reason: "hush" });
  assert.is(await refusal(post("b")), "muted");
  assert.is(await refusal(post(OUTSIDE, "bob")), "muted");
  assert.is(await refusal(chat.type("b", { room: "general", typing: true })), "muted");
  assert.is((await chat.history("b", { room: "general", limit: 1 })).messages.length, 0);
  assert.is(await refusal(post("o")), "none");
  now += MINUTE_MS - 1;
  assert.is(await refusal(post("b")), "muted");
  now += 1;
  assert.is(await refusal(post("b")), "none");
});

test("unmute ends a mute at once", async () => {
  await moderate({ action: "mute", username: "bob", seconds: 60 });
  await moderate({ action: "unmute", username: "BOB" });
  assert.is(await refusal(post("b")), "none");
});

test("a banned name is out at once, and stays out in all its spellings, on posting too", async () => {
  await moderate({ action: "ban", username: "bob", seconds: 60 });
  await audience.of("o").has("-bob left");
  assert.is(audience.of("b").all.at(-1), "!ban");
  for (const name of ["bob", "BOB", "bоb"]) {
    assert.is(await refusal(join("x", name)), "banned", name);
    assert.is(await refusal(post(OUTSIDE, name)), "banned", name);
  }
  await moderate({ action: "unban", username: "bob" });
  assert.is(await refusal(join("b", "bob")), "none");
  await moderate({ action: "ban", username: "bob", seconds: 60 });
  now += MINUTE_MS;
  assert.is(await refusal(join("x", "bob")), "none");
});

test("a ban that looks like somebody in the room takes them out too", async () => {
  await moderate({ action: "ban", username: "B0B", seconds: 60 });
  await audience.of("o").has("-bob left");
  assert.equal(audience.of("b").all.slice(-2), ["!ban", "!kick"]);
});

test("a banned address is out under every name, is told so by name, and binds no operator", async () => {
  await join("d", "dan");
  await moderate({ action: "ban", address: "192.0.2.98", seconds: 60 });
  await audience.of("o").has("-bob left");
  assert.equal(audience.of("b").all.slice(-2), ["!ban", "!kick"]);
  assert.equal(await chat.members("o", { room: "general" }), ["dan", "olga"]);
  assert.is(await refusal(join("b", "eve")), "banned");
  assert.is(
    await refusal(post({ proof: undefined, address: () => "192.0.2.98" }, "eve")),
    "banned",
  );
  assert.ok(record.includes("olga ban 192.0.2.98 from 192.0.2.111"));
  await moderate({ action: "ban", address: "192.0.2.111", seconds: 60 });
  assert.is(await refusal(post("o")), "none");
  await chat.leave("o", "general");
  assert.is(await refusal(join("o", "olga")), "none");
  await moderate({ action: "unban", address: "192.0.2.98" });
  assert.is(await refusal(join("b", "eve")), "none");
  assert.is(
    await refusal(moderate({ action: "ban", address: "::::", seconds: 1 })),
    "invalid_request",
  );
});

test("nobody mutes, kicks or bans an operator", async () => {
  for (const action of ["mute", "kick", "ban"]) {
    for (const username of ["olga", "OLGA"]) {
      assert.is(await refusal(moderate({ action, username, seconds: 5 })), "forbidden", action);
    }
  }
});

test("in a closed room operators alone speak, until it is opened", async () => {
  await moderate({ action: "close" });
  assert.is(await refusal(post("b")), "room_closed");
  assert.is(await refusal(post(OUTSIDE, "ci")), "room_closed");
  assert.is(await refusal(post("o")), "none");
  assert.is((await join("c", "cid")).closed, true);
  await moderate({ action: "open" });
  assert.is(await refusal(post("b")), "none");
  assert.is((await join("d", "dan")).closed, undefined);
});

test("a topic is told to who joins; an operator learns that they are one", async () => {
  await moderate({ action: "topic", topic: " \u202eDeploys\u0007\tonly " });
  const { topic, operator } = await join("c", "cid");
  assert.equal([topic, operator], ["Deploys only", undefined]);
  assert.is((await join("o", "olga")).operator, true);
  await moderate({ action: "topic", topic: "" });
  assert.is((await join("d", "dan")).topic, undefined);
});

test("a private room is entered, read and posted to with its password; who is in it stays", async () => {
  await moderate({ action: "password", password: "open sesame" });
  const room = "general";
  assert.is(await refusal(post("b")), "none");
  assert.is((await chat.history("b", { room, limit: 1 })).messages.length, 1);
  for (const [password, code] of [
    [undefined, "password_required"],
    ["wrong", "wrong_password"],
    ["open sesame", "none"],
  ] as const) {
    const with_ = password === undefined ? {} : { password };
    assert.is(await refusal(chat.history(OUTSIDE, { room, limit: 1, ...with_ })), code);
    assert.is(await refusal(chat.members(OUTSIDE, { room, ...with_ })), code);
    assert.is(await refusal(post(OUTSIDE, "ci", with_)), code);
    assert.is(await refusal(join("c", "cid", with_)), code);
  }
  assert.is((await join("b", "bob")).private, true);
  await moderate({ action: "password", password: null });
  assert.is(await refusal(join("d", "dan")), "none");
});

test("the same holds for a room that nobody here is in", async () => {
  const changes = (name: string, value: string) => ({
    json: "{}",
    changes: [[name, value]] as const,
    keepMs: 1,
  });
  store.measure("far", changes("password", "kept sesame"));
  const far = { room: "far", message: "hi", username: "ci" };
  assert.is(await refusal(chat.post(OUTSIDE, far)), "password_required");
  assert.is(await refusal(chat.post(OUTSIDE, { ...far, password: "sesame" })), "none");
  assert.is(await refusal(chat.history(OUTSIDE, { room: "far", limit: 1 })), "password_required");
  assert.is(await refusal(chat.members(OUTSIDE, { room: "far" })), "password_required");
  store.measure("far", changes("closed", "1"));
  now += 5_000;
  assert.is(await refusal(chat.post(OUTSIDE, { ...far, password: "sesame" })), "room_closed");
});

test("what is set on this node holds at once for a room that nobody is in", async () => {
  const far = { room: "far", message: "hi", username: "ci" };
  assert.is(await refusal(chat.post(OUTSIDE, far)), "none");
  await moderate({ room: "far", action: "close", operator: "olga" });
  assert.is(await refusal(chat.post(OUTSIDE, far)), "room_closed");
});

test("an address may bring ten wrong passwords a minute, also all at once, and then waits", async () => {
  await moderate({ action: "password", password: "sesame" });
  const guess = (password: string) =>
    refusal(chat.history(OUTSIDE, { room: "general", limit: 1, password }));
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, at) => guess(`no ${at}`)));
  assert.is(guesses.filter((code) => code === "wrong_password").length, 10);
  assert.is(guesses.filter((code) => code === "rate_limited").length, 2);
  assert.is(await guess("sesame"), "rate_limited", "the right one neither");
  const other = { proof: undefined, address: () => "192.0.2.10" };
  const right = chat.history(other, { room: "general", limit: 1, password: "sesame" });
  assert.is(await refusal(right), "none");
  assert.is(await guess("sesame"), "none", "once it is known to be right, it costs nothing");
  now += MINUTE_MS;
  assert.is(await guess("no"), "wrong_password");
});

test("what another node did while this one could not hear is told, and done, when it is found out", async () => {
  const one = store.post("general", "one");
  const until = now + MINUTE_MS;
  await store.unheard(() => {
    const ban = JSON.stringify({ kind: "ban", username: "bob", until, by: "olga" });
    store.measure("general", {
      ...{ json: "{}", keepMs: 1, erase: one.id },
      changes: [
        ["ban:bob", ban],
        ["topic", "New"],
        ["closed", "1"],
      ],
    });
  });
  await chat.reconcile();
  await audience.of("o").has("-bob left");
  assert.equal(audience.of("o").all.slice(-5), [
    "!delete",
    "!topic",
    "!close",
    "!kick",
    "-bob left",
  ]);
});

test("mutes and bans that ended are cleared away with the next measure", async () => {
  await moderate({ action: "mute", username: "bob", seconds: 1 });
  now += 1_000;
  await moderate({ action: "topic", topic: "x" });
  assert.equal([...(await store.rules("general")).rules.keys()], ["topic"]);
});

test.run();
