import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { HUES, toHueStyle } from "../src/name-hue.ts";

const test = suite("toHueStyle");

test("the same name has the same colour, of those there are", () => {
  for (const name of ["ada", "bob", "משה", "ci-bot"]) {
    const { "--hue": hue } = toHueStyle(name);
    assert.is(hue, toHueStyle(name)["--hue"]);
    assert.ok(hue >= 0 && hue < 360 && hue % (360 / HUES) === 0, String(hue));
  }
});

test("names spread over the colours, those that differ little too", () => {
  const counts = new Map<number, number>();
  for (let i = 0; i < 1000; i++) {
    const { "--hue": hue } = toHueStyle(`user${i}`);
    counts.set(hue, (counts.get(hue) ?? 0) + 1);
  }
  assert.is(counts.size, HUES);
  for (const count of counts.values()) assert.ok(count > 50 && count < 120, String(count));
});

test.run();
