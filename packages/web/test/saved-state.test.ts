import * as assert from "uvu/assert";
import { suite } from "../../../test-support/suite.ts";
import { createSavedState, openStore, type TextStore } from "../src/saved-state.ts";

const test = suite("SavedState");

function memory(texts: Record<string, string> = {}): TextStore & { texts: Map<string, string> } {
  const map = new Map(Object.entries(texts));
  return {
    texts: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, text) => void map.set(key, text),
    removeItem: (key) => void map.delete(key),
  };
}

const draft = { room: "general", text: "hi", nonce: "n1", createdAt: 1, state: "waiting" } as const;

test("what was saved is there in the next visit", () => {
  const lasting = memory();
  const before = createSavedState(lasting, memory());
  before.saveIdentity({ username: "ada", token: "t" });
  before.saveRooms(["general", "ops"]);
  before.saveMarks(new Map([["general", 7]]));
  const after = createSavedState(lasting, memory());
  assert.equal(after.loadIdentity(), { username: "ada", token: "t" });
  assert.equal(after.loadRooms(), ["general", "ops"]);
  assert.equal([...after.loadMarks()], [["general", 7]]);
});

test("the secret is made once, kept over visits, and another where another was chosen", () => {
  const lasting = memory();
  const secret = createSavedState(lasting, memory()).loadSecret();
  assert.match(secret, /^[\w-]{43}$/);
  assert.is(createSavedState(lasting, memory()).loadSecret(), secret);
  const after = createSavedState(lasting, memory());
  after.saveSecret("b".repeat(43));
  assert.is(createSavedState(lasting, memory()).loadSecret(), "b".repeat(43));
  assert.is.not(createSavedState(memory(), memory()).loadSecret(), secret);
});

test("of two tabs that make a secret at once both go by the one that is kept", () => {
  const lasting = memory();
  const hasty = {
    ...lasting,
    setItem: () => lasting.texts.set("chat.secret", `"${"c".repeat(43)}"`),
  };
  assert.is(createSavedState(hasty, memory()).loadSecret(), "c".repeat(43));
});

test("where nothing can be kept the secret lasts as long as the page", () => {
  const full = { ...memory(), setItem: () => assert.unreachable() };
  const saved = createSavedState(full, full);
  const secret = saved.loadSecret();
  assert.is(saved.loadSecret(), secret);
  saved.saveSecret("b".repeat(43));
  assert.is(saved.loadSecret(), "b".repeat(43));
});

test("what is kept and is no secret is replaced", () => {
  for (const text of ["", "{", "5", '"short"', '"has blanks in it, and a comma"']) {
    const saved = createSavedState(memory({ "chat.secret": text }), memory());
    assert.match(saved.loadSecret(), /^[\w-]{43}$/, text);
  }
});

test("texts and drafts belong to the tab", () => {
  const tab = memory();
  const saved = createSavedState(memory(), tab);
  saved.saveText("general", "half a sen");
  saved.outboxOf("ada").save([draft]);
  const reloaded = createSavedState(memory(), tab);
  assert.is(reloaded.loadText("general"), "half a sen");
  assert.is(reloaded.loadText("ops"), "");
  assert.equal(reloaded.outboxOf("ada").load(), [draft]);
  assert.equal(reloaded.outboxOf("bob").load(), []);
});

test("what is empty leaves nothing behind", () => {
  const tab = memory();
  const saved = createSavedState(memory(), tab);
  saved.saveText("general", "x");
  saved.saveText("general", "");
  saved.outboxOf("ada").save([draft]);
  saved.outboxOf("ada").save([]);
  assert.is(tab.texts.size, 0);
});

test("what cannot be read counts as not there", () => {
  for (const text of [
    "",
    "{",
    "null",
    "1",
    '"x"',
    "[1,{},null,[1,2]]",
    '{"username":"a b"}',
    '{"__proto__":1}',
  ]) {
    const store = memory({
      "chat.identity": text,
      "chat.rooms": text,
      "chat.read": text,
      "chat.text.general": text === '"x"' ? "{}" : text,
      "chat.outbox.ada": text,
    });
    const saved = createSavedState(store, store);
    assert.is(saved.loadIdentity(), undefined, text);
    assert.equal(saved.loadRooms(), [], text);
    assert.is(saved.loadMarks().size, 0, text);
    assert.is(saved.loadText("general"), "", text);
    assert.equal(saved.outboxOf("ada").load(), [], text);
  }
});

test("of a list with spoilt parts the sound ones are kept, each once", () => {
  const store = memory({ "chat.rooms": '["general","a b",3,"ops","general"]' });
  assert.equal(createSavedState(store, store).loadRooms(), ["general", "ops"]);
});

test("a browser that forbids storage only forgets", () => {
  const store = openStore(() => {
    throw new Error("denied");
  });
  const saved = createSavedState(store, store);
  saved.saveRooms(["general"]);
  assert.equal(saved.loadRooms(), ["general"]);
});

test("full storage does not throw", () => {
  const full: TextStore = {
    ...memory(),
    setItem: () => {
      throw new Error("quota");
    },
  };
  createSavedState(full, full).saveText("general", "x");
});

test.run();
