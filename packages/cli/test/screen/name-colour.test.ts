// The colours of names.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { NAME_COLOURS, toNameColour } from "../../src/screen/name-colour.ts";

const test = suite("name colours");
const LEVELS = [0, 95, 135, 175, 215, 255];

/** The relative luminance of a colour of the 256-colour cube. Source: WCAG 2.2, "relative luminance". */
function luminanceOf(colour: number): number {
  const cube = colour - 16;
  const channels = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map((level) => {
    const value = (LEVELS[level] ?? 0) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("every colour is legible on black and on white", () => {
  for (const colour of NAME_COLOURS) {
    const luminance = luminanceOf(colour);
    assert.ok((luminance + 0.05) / 0.05 >= 3, `${colour} on black`);
    assert.ok(1.05 / (luminance + 0.05) >= 3, `${colour} on white`);
  }
});

test("a name always has the same colour, and names are spread over them", () => {
  assert.is(toNameColour("ada"), toNameColour("ada"));
  const seen = new Set(Array.from({ length: 200 }, (_, index) => toNameColour(`user${index}`)));
  assert.ok(seen.size > NAME_COLOURS.length * 0.8, String(seen.size));
});

test.run();
