// What a restart and the sweep leave of the claims on disk.

import { setImmediate as turn } from "node:timers/promises";

import * as assert from "uvu/assert";

import { suite } from "../../../../../test-support/suite.ts";
import { openTables } from "../../../src/stores/embedded/database.ts";
import { EmbeddedNameClaims } from "../../../src/stores/embedded/embedded-name-claims.ts";
import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { GroupCommit } from "../../../src/stores/embedded/group-commit.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const HOUR_MS = 3_600_000;
const ADAS = { username: "Ada", proof: "a".repeat(43) };

function open(directory: string): EmbeddedRoomStore {
  return EmbeddedRoomStore.open({
    directory,
    retention: { limit: 100, ttlMs: HOUR_MS },
    report: (error) => {
      throw error;
    },
  });
}

const test = suite("claims on disk");

test("a claim outlives the process that made it", async () => {
  const directory = temporaryFolder();
  const first = open(directory);
  await first.claims.claim("ada", ADAS, HOUR_MS);
  await first.close();
  const second = open(directory);
  assert.equal((await second.claims.find("ada"))?.proof, ADAS.proof);
  await second.close();
});

test("what has expired is swept from the disk, and nothing else", async () => {
  let now = 0;
  const tables = openTables(temporaryFolder());
  const commits = new GroupCommit(
    (act) => tables.root.transactionSync(act),
    (error) => {
      throw error;
    },
  );
  const claims = new EmbeddedNameClaims({
    table: tables.claims,
    commits,
    now: () => now,
    assertOpen: () => undefined,
  });
  await claims.claim("ada", ADAS, 1_000);
  await claims.claim("bob", ADAS, 5_000);
  now = 1_000;
  commits.runLater(() => claims.sweep());
  commits.flush();
  await turn();
  assert.equal([...tables.claims.getKeys()], ["bob"]);
  await tables.root.close();
});

test.run();
