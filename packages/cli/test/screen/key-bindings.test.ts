// Which key does what.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { keyActions } from "../../src/screen/key-actions.ts";
import {
  createKeyBindings,
  isActionName,
  parseKey,
  toKeyHelp,
  toKeyWords,
} from "../../src/screen/key-bindings.ts";
import { ScreenKeys } from "../../src/screen/screen-keys.ts";

const test = suite("key bindings");

test("every action has a name of its own, every usual key one action, and each is a key", () => {
  const names = keyActions.map(({ name }) => name);
  const keys = keyActions.flatMap((action) => action.keys);
  assert.is(new Set(names).size, names.length);
  assert.is(new Set(keys).size, keys.length);
  for (const key of keys) assert.is(parseKey(key), key);
  for (const name of names) assert.ok(isActionName(name));
});

test("a key is read however people write it", () => {
  const written = ["Ctrl-T", " alt-b", "Alt-B", "F5", "Ctrl-X  ctrl-e", "Alt-Ctrl-Left", "ctrl--"];
  assert.equal(written.map(parseKey), [
    ...["ctrl-t", "alt-b", "alt-B", "f5", "ctrl-x ctrl-e", "ctrl-alt-left", "ctrl--"],
  ]);
});

test("what no terminal sends as a key is none", () => {
  for (const text of ["", "x", "shift-a", "hyper-x", "ctrl-xy", "f13", "ctrl-alt-q", "ctrl-"]) {
    assert.is(parseKey(text), undefined, text);
  }
});

test("keys that were changed do what was asked for, or nothing, and the help says so", () => {
  const changes = new Map([
    ["f5", "redraw"],
    ["ctrl-l", "none"],
  ]);
  const bindings = createKeyBindings(changes);
  assert.is(bindings.get("f5")?.name, "redraw");
  assert.not(bindings.has("ctrl-l"));
  const row = toKeyHelp(bindings).find(([, help]) => help === "draw the screen again");
  assert.equal(row, ["F5", "draw the screen again"]);
});

test("keys are written as they stand on keyboards", () => {
  const keys = ["ctrl-a", "alt-b", "pageup", "ctrl-x ctrl-e", "alt-home", "f1", "escape", "ctrl-_"];
  assert.equal(keys.map(toKeyWords), [
    ...["Ctrl-A", "Alt-b", "PgUp", "Ctrl-X Ctrl-E", "Alt-Home", "F1", "Esc", "Ctrl-_"],
  ]);
});

test("a sequence of keys does something at its end; what is none of it counts by itself", () => {
  const keys = new ScreenKeys(createKeyBindings());
  const press = (key: string): string => {
    const action = keys.press(key);
    return typeof action === "object" ? action.name : String(action);
  };
  assert.equal(["ctrl-x", "ctrl-u"].map(press), ["begun", "undo"]);
  assert.equal(["ctrl-x", "ctrl-a"].map(press), ["begun", "start"]);
  assert.equal(["ctrl-x", "ctrl-x", "f12"].map(press), ["begun", "begun", "undefined"]);
  press("ctrl-x");
  keys.reset();
  assert.is(press("ctrl-u"), "cut-to-start");
});

test.run();
