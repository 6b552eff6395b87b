// Where the log is put, with rows that are all of one height.

import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { type DrawnLog, LogScroll } from "../src/log-scroll.ts";

const test = suite("LogScroll");

const ROW = 50;
const BOX = 200;

const observed = globalThis as { ResizeObserver?: unknown };
observed.ResizeObserver ??= class {
  observe(): void {}
  disconnect(): void {}
};

/** A log of rows with these keys, as far as it is looked at. */
function createLog(keys: string[]) {
  const rows = () =>
    keys.map((key, index) => ({
      dataset: { key },
      getBoundingClientRect: () => {
        const top = index * ROW - box.scrollTop;
        return { top, bottom: top + ROW };
      },
    }));
  const box = {
    scrollTop: 0,
    clientHeight: BOX,
    get scrollHeight() {
      return keys.length * ROW;
    },
    firstElementChild: null,
    getBoundingClientRect: () => ({ top: 0 }),
    querySelectorAll: rows,
  };
  const entries = keys.map((key) => ({ key, type: "message" }));
  const drawn: DrawnLog = {
    entries,
    stretch: { from: 0, to: keys.length },
    hasOlder: false,
    onOlder: async () => {},
  };
  const scroll = new LogScroll(drawn, () => {});
  scroll.begin(box as unknown as HTMLElement);
  return {
    scroll,
    box,
    prepend: (...older: string[]) => {
      keys.unshift(...older);
      scroll.settle();
    },
    topOf: (key: string) => keys.indexOf(key) * ROW - box.scrollTop,
  };
}

const KEYS = Array.from({ length: 40 }, (_, index) => `k${index}`);

test("what one reads stays where it is when older messages come in", () => {
  const log = createLog([...KEYS]);
  log.box.scrollTop = 1_000;
  log.scroll.scrolled();
  log.prepend("a", "b", "c");
  assert.is(log.topOf("k20"), 0);
});

test("what the reader scrolled since, and no event has told of yet, is kept", () => {
  const log = createLog([...KEYS]);
  log.box.scrollTop = 1_000;
  log.scroll.scrolled();
  log.box.scrollTop = 700;
  log.prepend("a", "b", "c");
  assert.is(log.topOf("k20"), 300);
  log.scroll.scrolled();
  log.prepend("d");
  assert.is(log.topOf("k20"), 300);
});

test.run();
