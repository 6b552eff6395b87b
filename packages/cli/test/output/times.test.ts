// The time of the day and the day, as people asked for them.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import {
  formatDay,
  formatTime,
  localeOfDays,
  timeCells,
  setTimeStyle,
} from "../../src/output/times.ts";

const test = suite("times");
const at = (hours: number): Date => new Date(2026, 10, 22, hours, 5);

test.after.each(() => setTimeStyle({ clock: "24h" }));

test("a day has 24 hours where nothing else is asked for", () => {
  assert.equal([0, 9, 12, 23].map(at).map(formatTime), ["00:05", "09:05", "12:05", "23:05"]);
});

test("of two times 12 hours, midnight and noon are 12", () => {
  setTimeStyle({ clock: "12h" });
  assert.equal([0, 9, 12, 23].map(at).map(formatTime), ["12:05am", "9:05am", "12:05pm", "11:05pm"]);
});

test("no time is longer than the column for times", () => {
  for (const clock of ["24h", "12h"] as const) {
    setTimeStyle({ clock });
    const cells = Array.from({ length: 24 }, (_, hours) => formatTime(at(hours)).length);
    assert.is(Math.max(...cells), timeCells(), clock);
  }
});

test("days are written as the locale writes them", () => {
  setTimeStyle({ clock: "24h", locale: "en-GB" });
  assert.is(formatDay(at(9)), "Sun, 22 Nov 2026");
  setTimeStyle({ clock: "24h", locale: "de-DE" });
  assert.is(formatDay(at(9)), "So., 22. Nov. 2026");
});

test("the locale comes from the first variable that is set; what nobody knows names none", () => {
  assert.is(localeOfDays({ LC_ALL: "", LC_TIME: "de_DE.UTF-8", LANG: "en_GB.UTF-8" }), "de-DE");
  assert.is(localeOfDays({ LC_ALL: "fr_CA", LC_TIME: "de_DE" }), "fr-CA");
  for (const LANG of ["C", "C.UTF-8", "POSIX", "", "what is this", "xx_YY"]) {
    assert.is(localeOfDays({ LANG }), undefined, LANG);
  }
  assert.is(localeOfDays({}), undefined);
});

test.run();
