// What is typed, and the commands among it.

import * as assert from "uvu/assert";

import type { ChatClientApi } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { Preferences } from "../../src/preferences/preferences.ts";
import { readPreferences } from "../../src/preferences/read-preferences.ts";
import type { Face } from "../../src/slash/face.ts";
import { toAction } from "../../src/slash/talk-commands.ts";
import {
  holdsPassword,
  parseTypedLine,
  runSlashCommand,
  slashCommands,
} from "../../src/slash/slash-commands.ts";

const test = suite("slash commands");

const messages = [
  { id: 10, username: "ada", message: "hello all" },
  { id: 20, username: "bob", message: "hi" },
  { id: 30, username: "ada", message: "bye" },
  { id: 40, username: "ada", message: "(deleted)", deleted: true },
].map((message) => ({ type: "message", message }));

function createFace(): Face & { heard: string[] } {
  const heard: string[] = [];
  const client = {
    members: async (room: string) => [`somebody in ${room}`],
    rooms: async () => [{ room: "ops", members: 2, lastMessageAt: null }],
    getSnapshot: () => ({ rooms: new Map([["general", { entries: messages }]]) }),
    moderate: async (request: object) => void heard.push(JSON.stringify(request)),
  };
  return {
    client: client as unknown as ChatClientApi,
    ...{ room: "general", rooms: ["general"], keys: [["Enter", "send"]], heard },
    show: (title, lines) => void heard.push([title, ...lines].join("\n")),
    say: (line, tone) => void heard.push(`${tone}: ${line}`),
    enter: async (room) => void heard.push(`enter ${room}`),
    leave: async (room) => void heard.push(`leave ${room}`),
    preferences: new Preferences(readPreferences("f.json", {}), {}, () => {}),
    clear: () => void heard.push("clear"),
    older: async () => void heard.push("older"),
    showHits: (text, hits) => void heard.push(`${text}: ${hits.map(({ id }) => id).join(" ")}`),
    quit: () => void heard.push("quit"),
  };
}

test("a slash begins a command, two slashes a message that begins with one", () => {
  assert.equal(parseTypedLine("hi /there"), { type: "message", text: "hi /there" });
  assert.equal(parseTypedLine("/join  ops "), { type: "command", name: "join", argument: "ops" });
  assert.equal(parseTypedLine("//etc/passwd"), { type: "message", text: "/etc/passwd" });
  assert.equal(parseTypedLine(" \n"), { type: "nothing" });
});

test("an unknown command is an error, never a message", async () => {
  const face = createFace();
  await runSlashCommand(face, "constructor", "");
  assert.match(face.heard[0] ?? "", /^bad: there is no \/constructor/);
});

test("help names every command and the face's keys", async () => {
  const face = createFace();
  await runSlashCommand(face, "help", "");
  for (const { name } of slashCommands) assert.match(face.heard[0] ?? "", `/${name}`);
  assert.match(face.heard[0] ?? "", "Enter  send");
});

test("a bad room is said, not thrown", async () => {
  const face = createFace();
  await runSlashCommand(face, "join", "a*b");
  assert.match(face.heard[0] ?? "", /^bad: A room name/);
});

test("what operators type becomes a request about the room in view", async () => {
  const face = createFace();
  for (const [name, argument] of [
    ["kick", "bob  enough now"],
    ["mute", "bob 10m"],
    ["unmute", "bob"],
    ["ban", "192.0.2.7 7d flood"],
    ["ban", "bob 1h"],
    ["close", ""],
    ["topic", "All about it"],
    ["topic", "-"],
    ["password", "-"],
    ["delete", ""],
    ["delete", "HELLO"],
    ["delete", "@bob"],
    ["delete", "1795366184497000"],
  ] as const) {
    await runSlashCommand(face, name, argument);
  }
  const room = "general";
  assert.equal(
    face.heard.map((line) => JSON.parse(line) as unknown),
    [
      { room, action: "kick", username: "bob", reason: "enough now" },
      { room, action: "mute", username: "bob", seconds: 600 },
      { room, action: "unmute", username: "bob" },
      { room, action: "ban", address: "192.0.2.7", seconds: 604_800, reason: "flood" },
      { room, action: "ban", username: "bob", seconds: 3_600 },
      { room, action: "close" },
      { room, action: "topic", topic: "All about it" },
      { room, action: "topic", topic: "" },
      { room, action: "password", password: null },
      { room, action: "delete", id: 30 },
      { room, action: "delete", id: 10 },
      { room, action: "delete", id: 20 },
      { room, action: "delete", id: 1_795_366_184_497_000 },
    ],
  );
});

test("mute and unmute of a room are for oneself", async () => {
  const face = createFace();
  await runSlashCommand(face, "mute", "");
  await runSlashCommand(face, "unmute", "general");
  assert.equal(face.heard, ["good: general is muted", "good: general is not muted"]);
});

test("an operator's mistake is said, and nothing is asked", async () => {
  const face = createFace();
  await runSlashCommand(face, "mute", "bob soon");
  await runSlashCommand(face, "delete", "nowhere");
  await runSlashCommand(face, "password", "");
  assert.ok(
    face.heard.every((line) => line.startsWith("bad: ")),
    face.heard.join("\n"),
  );
});

test("lines with a password are not remembered", () => {
  for (const line of ["/password open sesame", "/join ops sesame"]) assert.ok(holdsPassword(line));
  for (const line of ["/join ops", "/passwords", "password x y"])
    assert.not.ok(holdsPassword(line));
});

test("leave is for rooms one is in", async () => {
  const face = createFace();
  await runSlashCommand(face, "leave", "");
  await runSlashCommand(face, "leave", "ops");
  assert.equal(face.heard, ["leave general", "bad: you are not in ops"]);
});

test("who and rooms show what the server answers", async () => {
  const face = createFace();
  await runSlashCommand(face, "who", "");
  await runSlashCommand(face, "rooms", "");
  assert.equal(face.heard, [
    "in general: 1\nsomebody in general",
    "rooms: 1\nops  2 here  no messages",
  ]);
});

test("every argument that takes the rest of the line is the last one, and optional ones follow the others", () => {
  for (const { name, arguments: all } of slashCommands) {
    const text = all.findIndex(({ kind }) => kind === "text");
    assert.ok(text < 0 || text === all.length - 1, name);
    const optional = all.map((argument) => argument.optional === true);
    assert.equal(
      optional,
      optional.toSorted((a, b) => Number(a) - Number(b)),
      name,
    );
  }
});

test("an action is between underscores, line by line", () => {
  assert.is(toAction("waves at bob"), "_waves at bob_");
  assert.is(toAction("waves \n\n  and goes"), "_waves_\n\n_and goes_");
});

test("what one wants to see and hear is said back, and wrong words are told", async () => {
  const face = createFace();
  for (const line of [
    ["ignore", "eve"],
    ["ignore", ""],
    ["unignore", "eve"],
    ["mute", ""],
    ["notify", "all"],
    ["notify", "loud"],
    ["unmute", "#general"],
    ["set", "time 12h"],
    ["set", "time"],
    ["set", "theme blue"],
  ] as const) {
    await runSlashCommand(face, line[0], line[1]);
  }
  assert.equal(face.heard, [
    "good: nothing of eve is shown any more; /unignore eve shows it again",
    "ignored: 1\neve",
    "good: eve is shown again",
    "good: general is muted",
    "good: announced of general: every message, but it is muted",
    "bad: /notify takes mentions, all, off",
    "good: general is not muted",
    "good: time is 12h",
    "good: time is 12h; it is one of 24h, 12h",
    'bad: theme is one of auto, dark, light, high-contrast, none, not "blue"',
  ]);
});

test.run();
