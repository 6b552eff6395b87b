// Names in a room that look alike, found by counting looks: the same as by comparing all of them.

import * as assert from "uvu/assert";

import { toLook } from "@chat/protocol/look";
import fc from "fast-check";

import { suite } from "../../../../test-support/suite.ts";
import { Looks } from "../../src/rooms/looks.ts";

const test = suite("Looks");

test("another name that looks like one is found, the name itself is not", () => {
  const present = new Set(["ada", "bob"]);
  const looks = new Looks(present, (name) => present.has(name));
  assert.not.ok(looks.hasOtherLike("ada"));
  assert.ok(looks.hasOtherLike("Ada"));
  assert.ok(looks.hasOtherLike("b0b"));
  assert.not.ok(looks.hasOtherLike("eve"));
});

test("whoever comes and goes, it finds what comparing all names finds", () => {
  const name = fc.constantFrom("ada", "Ada", "аda", "ADA", "bob", "b0b", "eve", "иван", "Иван");
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.boolean()), { maxLength: 60 }), name, (steps, asked) => {
      const present = new Set(["ada", "иван"]);
      const looks = new Looks(present, (one) => present.has(one));
      for (const [one, comes] of steps) {
        if (present.has(one) === comes) continue;
        if (comes) {
          present.add(one);
          looks.add(one);
        } else {
          present.delete(one);
          looks.remove(one);
        }
      }
      const alike = [...present].some((one) => one !== asked && toLook(one) === toLook(asked));
      assert.is(looks.hasOtherLike(asked), alike);
    }),
  );
});

test.run();
