// How one person wants the chat: read from the config file, changed, kept.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { JsonObject } from "../../src/json-file.ts";
import { preferenceFields } from "../../src/preferences/preference-fields.ts";
import { Preferences } from "../../src/preferences/preferences.ts";
import { readPreferences } from "../../src/preferences/read-preferences.ts";

const test = suite("preferences");

function create(
  object: JsonObject,
  env: Record<string, string> = {},
): { preferences: Preferences; kept: JsonObject } {
  const kept: JsonObject = {};
  const preferences = new Preferences(readPreferences("f.json", object), env, (field, value) => {
    kept[field] = value;
  });
  return { preferences, kept };
}

function failure(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing failed");
}

test("where nothing is chosen, the first of the values holds", () => {
  const { preferences } = create({});
  for (const { name, initial, values } of preferenceFields) {
    assert.equal(preferences.find(name), { value: initial, from: "default" });
    if (values.length > 0) assert.is(values[0], initial);
  }
});

test("what the file says holds, but NO_COLOR takes the colours away", () => {
  const { preferences } = create({ theme: "dark", time: "12h" });
  assert.equal(preferences.find("theme"), { value: "dark", from: "config file" });
  assert.is(preferences.get("time"), "12h");
  const colourless = create({ theme: "dark" }, { NO_COLOR: "1" }).preferences;
  assert.equal(colourless.find("theme"), { value: "none", from: "NO_COLOR" });
});

test("a wrong value is told with the file, the key and what it may be", () => {
  const wrong: [JsonObject, RegExp][] = [
    [{ theme: "blue" }, /f\.json.*"theme" is one of auto, dark, .*, not "blue"/],
    [{ time: 12 }, /"time" is one of 24h, 12h, not 12/],
    [{ dates: "no locale" }, /"dates" is a locale such as de-DE, or auto/],
    [{ keys: [] }, /"keys" does not hold an object/],
    [{ keys: { "hyper-x": "undo" } }, /"keys" names "hyper-x", no key/],
    [{ keys: { "ctrl-t": "fly" } }, /"keys" gives "ctrl-t" "fly", which is no action/],
    [{ muted: "ops" }, /"muted" is not a list of names/],
    [{ ignored: [1] }, /"ignored" is not a list of names/],
    [{ notifyRooms: { ops: "loud" } }, /"notifyRooms" gives "ops" "loud"/],
  ];
  for (const [object, message] of wrong) {
    const said = failure(() => readPreferences("f.json", object));
    assert.match(said, message);
    assert.not.match(said, "\n");
  }
});

test("what is set holds at once and is kept; a wrong value changes nothing", () => {
  const { preferences, kept } = create({});
  let heard = 0;
  const stop = preferences.listen(() => (heard += 1));
  preferences.set("time", "12h");
  assert.is(preferences.get("time"), "12h");
  assert.equal(kept, { time: "12h" });
  assert.match(
    failure(() => preferences.set("time", "noon")),
    "time is one of 24h, 12h",
  );
  assert.match(
    failure(() => preferences.set("colour", "red")),
    'no setting "colour"',
  );
  assert.is(preferences.get("time"), "12h");
  assert.is(heard, 1);
  stop();
  preferences.set("dates", "de-DE");
  assert.is(heard, 1);
});

test("people are ignored and rooms muted until they are not", () => {
  const { preferences, kept } = create({ ignored: ["eve"] });
  preferences.ignore("mallory", true);
  preferences.ignore("mallory", true);
  assert.equal(preferences.ignored, ["eve", "mallory"]);
  preferences.ignore("eve", false);
  preferences.mute("random", true);
  assert.equal(kept, { ignored: ["mallory"], muted: ["random"] });
  preferences.mute("random", false);
  assert.is(kept["muted"], undefined);
});

test("a room may be announced otherwise than the others", () => {
  const { preferences, kept } = create({ notify: "off" });
  preferences.setNotifyIn("ops", "all");
  assert.equal(
    ["ops", "dev"].map((room) => preferences.notifyIn(room)),
    ["all", "off"],
  );
  assert.equal(kept, { notifyRooms: { ops: "all" } });
});

test("keys are read however people write them", () => {
  const { preferences } = create({ keys: { "Ctrl-T": "none", F5: "redraw" } });
  assert.equal(
    [...preferences.keys],
    [
      ["ctrl-t", "none"],
      ["f5", "redraw"],
    ],
  );
});

test.run();
