import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { HUES, toHueClass } from "../src/name-hue.ts";

const test = suite("toHueClass");

test("the same name has the same colour, of those there are", () => {
  for (const name of ["ada", "bob", "משה", "ci-bot"]) {
    assert.is(toHueClass(name), toHueClass(name));
    const [, hue] = /^hue-(\d+)$/.exec(toHueClass(name)) ?? [];
    assert.ok(Number(hue) < HUES);
  }
});

test("names spread over the colours, those that differ little too", () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 1000; i++) {
    const hue = toHueClass(`user${i}`);
    counts.set(hue, (counts.get(hue) ?? 0) + 1);
  }
  assert.is(counts.size, HUES);
  for (const count of counts.values()) assert.ok(count > 50 && count < 200, String(count));
});

test.run();
