// Whether the screen can be read, whatever the theme.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { chooseTheme, THEME_CHOICES, themes, type Colour } from "../../src/screen/theme.ts";
import { contrastOf, differenceOf, rgbOf } from "../support/contrast.ts";

const test = suite("themes");

test("every colour has the contrast its theme promises, on every background it is for", () => {
  for (const theme of themes) {
    for (const colour of [...theme.names, ...Object.values(theme.colours ?? {})] as Colour[]) {
      for (const background of theme.backgrounds) {
        const contrast = contrastOf(colour, background);
        const what = `${theme.name}: ${JSON.stringify(colour)} on ${background}: ${contrast}`;
        assert.ok(contrast >= theme.contrast, what);
      }
    }
  }
});

test("dark, light and unknown backgrounds are promised 4.5 to 1, high contrast 7 to 1", () => {
  for (const background of ["dark", "light", "unknown"] as const) {
    assert.is(chooseTheme("auto", background).contrast, 4.5);
    assert.is(chooseTheme("high-contrast", background).contrast, 7);
  }
});

test("the bar's words have that contrast with the bar", () => {
  for (const { name, bar, contrast } of themes) {
    if (bar === undefined || bar === "inverse") continue;
    const [red, green, blue] = rgbOf(bar.back).map((part) => part.toString(16).padStart(2, "0"));
    assert.ok(contrastOf(bar.front, `#${red}${green}${blue}`) >= contrast, name);
  }
});

test("an exact colour falls back to one of the palette that is legible on black and on white", () => {
  for (const theme of themes) {
    for (const colour of [...theme.names, ...Object.values(theme.colours ?? {})] as Colour[]) {
      if (typeof colour === "number") continue;
      for (const background of ["#000000", "#ffffff"]) {
        assert.ok(contrastOf(colour.near, background) >= 3, `${colour.near} on ${background}`);
      }
    }
  }
});

test("names of one theme are told apart: no two colours are the same or nearly so", () => {
  for (const { name, names } of themes) {
    names.forEach((one, index) => {
      for (const other of names.slice(index + 1)) {
        const far = differenceOf(one, other);
        assert.ok(far >= 10, `${name}: ${JSON.stringify([one, other])} differ by ${far}`);
      }
    });
  }
});

test("a choice on a background that is known or not has a theme", () => {
  for (const choice of THEME_CHOICES) {
    for (const background of ["dark", "light", "unknown"] as const) {
      assert.ok(themes.includes(chooseTheme(choice, background)));
    }
  }
  assert.is(chooseTheme("auto", "unknown").name, "either");
});

test.run();
