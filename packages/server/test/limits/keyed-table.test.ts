// A table that strangers choose the keys of: what it keeps, and that it never grows beyond its bound.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { KeyedTable, type Standing } from "../../src/limits/keyed-table.ts";

const test = suite("KeyedTable");

interface Value {
  standing: Standing;
}

function createTable(max: number, standing: Standing) {
  return new KeyedTable<Value>(
    () => ({ standing }),
    (value) => value.standing,
    max,
  );
}

test("a key has one value, until it is forgotten", () => {
  const table = createTable(10, "busy");
  const first = table.get("a");
  assert.is(table.get("a"), first);
  assert.is.not(table.get("b"), first);
});

test("a million idle keys leave next to nothing behind", () => {
  const table = createTable(1_000, "idle");
  for (let key = 0; key < 1_000_000; key++) table.get(`${key}`);
  assert.ok(table.size <= 4, `${table.size}`);
});

test("busy keys are kept up to the bound, then the oldest go", () => {
  const table = createTable(100, "busy");
  const recent = Array.from({ length: 50 }, (_, index) => `recent ${index}`);
  for (let key = 0; key < 10_000; key++) table.get(`${key}`);
  for (const key of recent) table.get(key);
  assert.ok(table.size <= 100, `${table.size}`);
  const values = recent.map((key) => table.get(key));
  assert.equal(
    recent.map((key) => table.get(key)),
    values,
  );
});

test("what is held is never forgotten, whatever comes", () => {
  const table = createTable(10, "idle");
  const held = table.get("held");
  held.standing = "held";
  for (let key = 0; key < 10_000; key++) table.get(`${key}`);
  assert.is(table.get("held"), held);
});

test("what is idle goes while others are kept", () => {
  const table = createTable(1_000, "busy");
  const values = Array.from({ length: 500 }, (_, key) => table.get(`${key}`));
  for (const value of values) value.standing = "idle";
  for (let key = 0; key < 400; key++) table.get(`new ${key}`);
  assert.is(table.size, 400);
});

test.run();
