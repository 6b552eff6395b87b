// Keys in time: what a pause decides.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import { BackgroundReply } from "../../src/screen/background-reply.ts";
import type { Input } from "../../src/screen/key-decoder.ts";
import { KeyReader } from "../../src/screen/key-reader.ts";

const test = suite("KeyReader");

/** A reader, and how to wait for the next input that it takes. */
function createReader(): { reader: KeyReader; next: () => Promise<Input> } {
  const inputs: Input[] = [];
  let wake = (): void => {};
  const reader = new KeyReader(new BackgroundReply(() => {}), (taken) => {
    inputs.push(...taken);
    wake();
  });
  return {
    reader,
    next: async () => {
      while (inputs.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return inputs.shift() as Input;
    },
  };
}

test("Esc is Esc once nothing follows", async () => {
  const { reader, next } = createReader();
  reader.push("\x1b");
  assert.equal(await next(), { type: "key", key: "escape" });
});

test("a paste that broke off ends by itself, also while somebody goes on typing", async () => {
  const { reader, next } = createReader();
  reader.push("\x1b[200~broken ");
  const typing = setInterval(() => reader.push("a"), 100);
  const paste = await next();
  clearInterval(typing);
  assert.is(paste.type, "paste");
  assert.match(paste.type === "paste" ? paste.text : "", /^broken a{5,10}$/);
  reader.push("b");
  assert.equal(await next(), { type: "text", text: "b" });
});

test("a paste in pieces goes on as long as they come", async () => {
  const { reader, next } = createReader();
  reader.push("\x1b[200~");
  for (const piece of ["a piece of text, ", "and another one", "\x1b[201~", "x"])
    reader.push(piece);
  assert.equal(await next(), { type: "paste", text: "a piece of text, and another one" });
  assert.equal(await next(), { type: "text", text: "x" });
});

test.run();
