// The contract of NameClaims, as tests that every store must pass. Knows no store: each brings the way to open one.

import * as assert from "uvu/assert";

import { suite } from "../../../../test-support/suite.ts";
import type { NameClaim } from "../../src/rooms/name-claims.ts";
import type { RoomStore } from "../../src/rooms/room-store.ts";
import { eventually } from "../support/eventually.ts";
import { codeOf } from "./describe-room-store.ts";
import { type StoreFixture, USUAL } from "./store-fixture.ts";

const HOUR_MS = 3_600_000;
/** How long a claim stands that is to end in the test, but not before it was renewed on a busy machine. */
const SOON_MS = 1_200;
const ADAS: NameClaim = { username: "Ada", proof: "a".repeat(43) };
const BOBS: NameClaim = { username: "ada", proof: "b".repeat(43) };

/** Runs the contract on a store. */
export function describeNameClaims(name: string, fixture: StoreFixture): void {
  const test = suite(`the claims of ${name}`, { needs: fixture.needs ?? [] });
  let store: RoomStore;

  test.before(async () => {
    await fixture.setUp?.();
  });

  test.before.each(async () => {
    store = await fixture.open(USUAL);
  });

  test.after.each(() => store.close());

  test.after(async () => {
    await fixture.tearDown?.();
  });

  test("a look that nobody claimed is nobody's, before and after it was looked for and renewed", async () => {
    assert.is(await store.claims.find("ada"), undefined);
    await store.claims.renew(["ada"], HOUR_MS);
    assert.is(await store.claims.find("ada"), undefined);
  });

  test("the first claim stands as it was made, whoever claims the look after", async () => {
    assert.equal(plain(await store.claims.claim("ada", ADAS, HOUR_MS)), ADAS);
    assert.equal(plain(await store.claims.claim("ada", BOBS, HOUR_MS)), ADAS);
    assert.equal(plain(await store.claims.find("ada")), ADAS);
  });

  test("its owner may claim it under another spelling, and the first one stays", async () => {
    await store.claims.claim("ada", ADAS, HOUR_MS);
    assert.equal(
      plain(await store.claims.claim("ada", { ...ADAS, username: "ADA" }, HOUR_MS)),
      ADAS,
    );
    assert.equal(plain(await store.claims.find("ada")), ADAS);
  });

  test("of 200 first claims at once one wins, and all hear which", async () => {
    const claims = Array.from({ length: 200 }, (_, index) => ({
      username: `ada${index}`,
      proof: String(index).padStart(43, "p"),
    }));
    const answers = await Promise.all(
      claims.map((claim) => store.claims.claim("ada", claim, HOUR_MS)),
    );
    const winner = plain(answers[0]);
    assert.ok(claims.some(({ proof }) => proof === winner?.proof));
    for (const answer of answers) assert.equal(plain(answer), winner);
  });

  test("looks of any script and length are kept apart", async () => {
    const looks = ["a", "а", "{a}", "a:b", "a b", "日".repeat(256), `${"日".repeat(255)}本`];
    for (const look of looks)
      await store.claims.claim(
        look,
        { ...ADAS, username: look.slice(0, 3).replace(/\s/g, "") },
        HOUR_MS,
      );
    for (const look of looks) {
      assert.is((await store.claims.find(look))?.username, look.slice(0, 3).replace(/\s/g, ""));
    }
  });

  test("a claim ends with its time, and the look is free for the next", async () => {
    await store.claims.claim("ada", ADAS, 60);
    await eventually(async () => assert.is(await store.claims.find("ada"), undefined));
    assert.equal(plain(await store.claims.claim("ada", BOBS, HOUR_MS)), BOBS);
  });

  test("a claim is kept for longer by its owner's use, and not by another's", async () => {
    await store.claims.claim("ada", ADAS, 300);
    await store.claims.claim("bob", ADAS, 300);
    await store.claims.claim("ada", ADAS, HOUR_MS);
    await store.claims.claim("bob", BOBS, HOUR_MS);
    await eventually(async () => assert.is(await store.claims.find("bob"), undefined));
    assert.equal(plain(await store.claims.find("ada")), ADAS);
  });

  test("renewing lets claims stand for longer, whosever they are, and shortens none", async () => {
    await store.claims.claim("ada", ADAS, SOON_MS);
    await store.claims.claim("bob", ADAS, SOON_MS);
    await store.claims.claim("eve", BOBS, HOUR_MS);
    await store.claims.renew(["nobody", "ada"], HOUR_MS);
    await store.claims.renew(["eve"], 1);
    await eventually(async () => assert.is(await store.claims.find("bob"), undefined));
    assert.equal(plain(await store.claims.find("ada")), ADAS);
    assert.equal(plain(await store.claims.find("eve")), BOBS);
  });

  test("1,000 looks can be renewed at once", async () => {
    const looks = Array.from({ length: 1_000 }, (_, index) => `name${index}`);
    await store.claims.claim("name999", ADAS, SOON_MS);
    await store.claims.claim("other", ADAS, SOON_MS);
    await store.claims.renew(looks, HOUR_MS);
    await eventually(async () => assert.is(await store.claims.find("other"), undefined));
    assert.equal(plain(await store.claims.find("name999")), ADAS);
  });

  test("a store that was closed answers `unavailable`", async () => {
    const closed = await fixture.open(USUAL);
    await closed.close();
    assert.is(await codeOf(() => closed.claims.find("ada")), "unavailable");
    assert.is(await codeOf(() => closed.claims.claim("ada", ADAS, HOUR_MS)), "unavailable");
    assert.is(await codeOf(() => closed.claims.renew(["ada"], HOUR_MS)), "unavailable");
  });

  test.run();
}

/** What counts of a claim. */
function plain(claim: NameClaim | undefined): NameClaim | undefined {
  return claim && { username: claim.username, proof: claim.proof };
}
