import * as assert from "uvu/assert";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fillDisk, mayMount, reportNoMount, withDisk } from "../../../../../test-support/mount.ts";
import { suite } from "../../../../../test-support/suite.ts";
import { openTables } from "../../../src/stores/embedded/database.ts";
import { assertSpace } from "../../../src/stores/embedded/disk-space.ts";
import { EmbeddedRoomArchive } from "../../../src/stores/embedded/embedded-room-archive.ts";
import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { eventually } from "../../support/eventually.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const RETENTION = { limit: 100, ttlMs: 60_000 };
const HOUR_MS = 3_600_000;
const MEGABYTE = 1024 * 1024;
const DRAFT = { room: "general", username: "ada", message: "hello" };

const test = suite("the space on the disk");

/** A store's file in which nothing is free. */
const NOTHING = () => 0;

/** Fills a disk but for some megabytes. */
function leave(folder: string, megabytes: number): void {
  writeFileSync(join(folder, "spare"), Buffer.alloc(megabytes * MEGABYTE, 1));
  fillDisk(join(folder, "junk"));
  rmSync(join(folder, "spare"));
}

/** Why a store takes no message. */
async function refusalOf(store: EmbeddedRoomStore): Promise<string> {
  return String(await store.append(DRAFT).catch((error: unknown) => error));
}

test("there is room on an ordinary disk", () => {
  assertSpace(temporaryFolder(), "adds", NOTHING);
});

test("a directory that is gone is an error of the system", () => {
  assert.throws(() => assertSpace(join(temporaryFolder(), "gone"), "adds", NOTHING), /ENOENT/);
});

if (mayMount()) {
  test("there is room where a file system does not say its size", () => {
    assertSpace("/proc", "adds", NOTHING);
  });

  test("less than 8 MB is no room to add, less than 4 none to free", async () => {
    await withDisk(9, async (folder) => assertSpace(folder, "adds", NOTHING));
    await withDisk(7, async (folder) => {
      const message = `less than 8 MB are free on the disk of ${folder}: free some`;
      assert.throws(() => assertSpace(folder, "adds", NOTHING), message);
      assertSpace(folder, "frees", NOTHING);
    });
    await withDisk(3, async (folder) => {
      assert.throws(() => assertSpace(folder, "frees", NOTHING), "less than 8 MB");
    });
  });

  test("8 MB that are free in the store's own file are room where the disk has 4", async () => {
    await withDisk(5, async (folder) => {
      assertSpace(folder, "adds", () => 8 * MEGABYTE);
      assert.throws(() => assertSpace(folder, "adds", () => 8 * MEGABYTE - 1));
    });
    await withDisk(3, async (folder) => {
      assert.throws(() => assertSpace(folder, "adds", () => 8 * MEGABYTE));
    });
  });

  test("what was let go of is written to again where the disk has little left", async () => {
    await withDisk(48, async (folder) => {
      const tables = openTables(folder);
      const { messages } = tables;
      const line = "x".repeat(1_000);
      const ids = Array.from({ length: 12_000 }, (_, id) => id);
      tables.transact(() => {
        for (const id of ids) messages.putSync(["general", id], line);
      });
      leave(folder, 6);
      assert.throws(() => tables.transact(() => messages.putSync(["general", -1], "no")), "8 MB");
      tables.transact(() => {
        for (const id of ids.slice(5)) messages.removeSync(["general", id]);
      }, "frees");
      for (const id of ids) tables.transact(() => messages.putSync(["general", id % 100], line));
      assert.is(messages.get(["general", 99]), line);
      await tables.root.close();
    });
  });

  test("what has expired is forgotten by itself, though there is no room for anything new", async () => {
    await withDisk(24, async (folder) => {
      const directory = join(folder, "data");
      const report = () => undefined;
      let [time, asked] = [Date.now(), 0];
      const now = () => {
        asked += 1;
        return time;
      };
      const options = { directory, retention: RETENTION, report, now, sweepEveryMs: 5 };
      const store = EmbeddedRoomStore.open(options);
      await store.append(DRAFT);
      await store.claims.claim("ada", { username: "ada", proof: "hers" }, 60_000);
      leave(folder, 6);
      assert.match(await refusalOf(store), "The server cannot write to its disk.");
      time += HOUR_MS;
      const before = asked;
      // Each sweep looks at the clock a few times, and nothing else does.
      await eventually(() => assert.ok(asked > before + 20));
      await store.close();
      const { root, rooms, journal, claims } = openTables(directory);
      assert.equal(
        [rooms, journal, claims].map((table) => [...table.getKeys()]),
        [[], [], []],
      );
      await root.close();
    });
  });

  test("an archive on a full disk is not written to", async () => {
    await withDisk(24, async (folder) => {
      const archive = EmbeddedRoomArchive.open(join(folder, "data"), RETENTION);
      const expiresAt = Date.now() + HOUR_MS;
      const nonce = { username: "ada", nonce: "0123456789abcdef", json: "{}", expiresAt };
      fillDisk(join(folder, "junk"));
      for (const write of [
        () => archive.addNonces("general", [nonce]),
        () => archive.setRules("general", { revision: 1, expiresAt, rules: [["topic", "news"]] }),
      ]) {
        assert.match(String(await write().catch((error: unknown) => error)), "8 MB are free");
      }
      await archive.close();
    });
  });

  test("a store on a full disk refuses a message before LMDB hears of it, and takes it once there is room", async () => {
    await withDisk(24, async (folder) => {
      const reports: string[] = [];
      const directory = join(folder, "data");
      const report = (error: unknown) => void reports.push(String(error));
      const store = EmbeddedRoomStore.open({ directory, retention: RETENTION, report });
      await store.append(DRAFT);
      fillDisk(join(folder, "junk"));
      assert.match(await refusalOf(store), "The server cannot write to its disk.");
      assert.match(reports.join("\n"), "less than 8 MB are free on the disk of");
      rmSync(join(folder, "junk"));
      const { repeated } = await store.append(DRAFT);
      assert.is(repeated, false);
      await store.close();
    });
  });
} else {
  reportNoMount("the space on the disk", 7);
}

test.run();
