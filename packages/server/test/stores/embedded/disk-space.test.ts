import * as assert from "uvu/assert";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { fillDisk, mayMount, reportNoMount, withDisk } from "../../../../../test-support/mount.ts";
import { suite } from "../../../../../test-support/suite.ts";
import { assertSpace } from "../../../src/stores/embedded/disk-space.ts";
import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const RETENTION = { limit: 100, ttlMs: 60_000 };
const DRAFT = { room: "general", username: "ada", message: "hello" };

const test = suite("the space on the disk");

test("there is room on an ordinary disk", () => {
  assertSpace(temporaryFolder());
});

test("a directory that is gone is an error of the system", () => {
  assert.throws(() => assertSpace(join(temporaryFolder(), "gone")), /ENOENT/);
});

if (mayMount()) {
  test("there is room where a file system does not say its size", () => {
    assertSpace("/proc");
  });

  test("less than 8 MB is no room", async () => {
    await withDisk(7, async (folder) => {
      assert.throws(() => assertSpace(folder), `less than 8 MB are free on the disk of ${folder}`);
    });
    await withDisk(9, async (folder) => assertSpace(folder));
  });

  test("a store on a full disk refuses a message before LMDB hears of it, and takes it once there is room", async () => {
    await withDisk(24, async (folder) => {
      const reports: string[] = [];
      const directory = join(folder, "data");
      const report = (error: unknown) => void reports.push(String(error));
      const store = EmbeddedRoomStore.open({ directory, retention: RETENTION, report });
      await store.append(DRAFT);
      fillDisk(join(folder, "junk"));
      const refused = await store.append(DRAFT).catch((error: unknown) => error);
      assert.match(String(refused), "The server cannot write to its disk.");
      assert.match(reports.join("\n"), "less than 8 MB are free on the disk of");
      rmSync(join(folder, "junk"));
      const { repeated } = await store.append(DRAFT);
      assert.is(repeated, false);
      await store.close();
    });
  });
} else {
  reportNoMount("the space on the disk", 3);
}

test.run();
