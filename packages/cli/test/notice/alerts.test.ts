// What calls for attention, how, and what it may never do to a terminal.

import fc from "fast-check";
import * as assert from "uvu/assert";

import type { ChatEvent } from "@chat/client";
import { suite } from "../../../../test-support/suite.ts";
import { chooseAlert, toAlertBytes, type AlertKind } from "../../src/notice/alert-bytes.ts";
import { toAlert, type Attention } from "../../src/notice/message-alerts.ts";
import { toTitle, toTitleBytes } from "../../src/notice/window-title.ts";
import type { JsonObject } from "../../src/json-file.ts";
import { Preferences } from "../../src/preferences/preferences.ts";
import { readPreferences } from "../../src/preferences/read-preferences.ts";

const test = suite("alerts");

const here: Attention = { username: "ada", room: "ops", live: true, focused: true };

function calls(
  text: string,
  attention: Partial<Attention> = {},
  preferences: JsonObject = {},
  backlog = false,
): boolean {
  const message = { id: 1, prev: 0, room: "dev", username: "bob", message: text, timestamp: "" };
  const entry = { type: "message", key: "m1", message } as const;
  const event: ChatEvent = { type: "entry", room: "dev", backlog, entry };
  const chosen = new Preferences(readPreferences("f.json", preferences), {}, () => {});
  return toAlert(event, { ...here, ...attention }, chosen) !== undefined;
}

test("a message that names one in another room calls, others do not, old ones neither", () => {
  assert.ok(calls("ada: look"));
  assert.not(calls("adam: look"));
  assert.not(calls("ada: look", {}, {}, true));
});

test("the room in view calls only while nobody can see it", () => {
  assert.not(calls("ada", { room: "dev" }));
  assert.ok(calls("ada", { room: "dev", focused: false }));
  assert.ok(calls("ada", { room: "dev", live: false }));
});

test("what is asked for decides: every message, nothing, not of this room, not of this person", () => {
  assert.ok(calls("hello", {}, { notify: "all" }));
  assert.not(calls("ada", {}, { notify: "off" }));
  assert.ok(calls("hello", {}, { notify: "off", notifyRooms: { dev: "all" } }));
  assert.not(calls("ada", {}, { muted: ["dev"] }));
  assert.not(calls("ada", {}, { ignored: ["bob"] }));
  assert.not(calls("ada", { username: "bob" }, { notify: "all" }));
});

test("a terminal gets what it is known for; in tmux, and where nothing is known, the bell", () => {
  const known: [Record<string, string>, AlertKind][] = [
    [{ TERM: "xterm-256color", TERM_PROGRAM: "iTerm.app" }, "osc9"],
    [{ TERM: "xterm-256color", TERM_PROGRAM: "WezTerm" }, "osc777"],
    [{ TERM: "xterm-ghostty" }, "osc777"],
    [{ TERM: "foot" }, "osc777"],
    [{ TERM: "xterm-kitty" }, "osc99"],
    [{ TERM: "xterm-kitty", TMUX: "/tmp/tmux" }, "bell"],
    [{ TERM: "screen-256color", TERM_PROGRAM: "iTerm.app" }, "bell"],
    [{ TERM: "xterm-256color" }, "bell"],
    [{}, "bell"],
  ];
  for (const [env, kind] of known) assert.is(chooseAlert("auto", env), kind, JSON.stringify(env));
  assert.is(chooseAlert("osc9", { TMUX: "x" }), "osc9");
  assert.is(chooseAlert("off", {}), undefined);
});

test("each kind names room, sender and text", () => {
  assert.is(toAlertBytes("bell", "ops", "bob", "hi"), "\x07");
  assert.is(toAlertBytes("osc9", "ops", "bob", "hi"), "\x1b]9;#ops: bob: hi\x1b\\");
  assert.is(toAlertBytes("osc777", "ops", "bob", "a;b"), "\x1b]777;notify;#ops: bob;a,b\x1b\\");
  assert.is(
    toAlertBytes("osc99", "ops", "bob", "hi"),
    "\x1b]99;i=chat:d=0;#ops: bob\x1b\\\x1b]99;i=chat:p=body;hi\x1b\\",
  );
});

const hostile = fc.string({
  unit: fc.constantFrom("\x1b", "\x07", "\\", "]", "\x9c", "\x9d", "\n", ";", "9", "a", "\u202e"),
  maxLength: 400,
});

test("no text ends its sequence early or begins another", () => {
  fc.assert(
    fc.property(
      hostile,
      hostile,
      fc.constantFrom("osc9", "osc777", "osc99"),
      (from, text, kind) => {
        const bytes = toAlertBytes(kind, "ops", from, text);
        const bodies = bytes.split("\x1b\\").slice(0, -1);
        assert.is(bodies.length, kind === "osc99" ? 2 : 1);
        // oxlint-disable-next-line no-control-regex
        for (const body of bodies) assert.match(body, /^\x1b\][^\x00-\x1f\x7f-\x9f]*$/);
        assert.ok(bytes.length < 1_500);
      },
    ),
  );
});

test("the title names the room in view and what is unread, and nothing gets out of it", () => {
  assert.is(toTitle({ room: "ops", unread: 0, mentioned: false }), "#ops - chat");
  assert.is(toTitle({ room: "ops", unread: 3, mentioned: true }), "(3!) #ops - chat");
  assert.is(toTitle({ room: "ops", unread: 5_000, mentioned: false }), "(999+) #ops - chat");
  assert.is(toTitleBytes("t"), "\x1b]2;t\x1b\\");
});

test.run();
