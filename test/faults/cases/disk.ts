// What may befall a server that keeps its rooms on its own disk.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { fillDisk, withDisk } from "../../../test-support/mount.ts";
import { eventually } from "../support/http.ts";
import type { Scene } from "../support/scene.ts";
import { type FaultCase, play } from "./one-redis.ts";

const HOUR_MS = 3_600_000;
const DISK_MB = 24;

/** The server is killed again and again while people talk, and finds all that was acknowledged on its disk. */
export const embeddedKilled: FaultCase = (defect) =>
  play({ title: "a server with a disk is killed", store: "embedded", defect }, async (scene) => {
    const node = scene.fleet.node(0);
    scene.talk();
    for (let i = 0; i < (defect === undefined ? 3 : 1); i++) {
      await scene.more(150);
      await node.kill();
      await node.start();
    }
    await scene.more(100);
  });

/** The disk is full for a while: messages are refused until there is room again. Needs the right to mount. */
export const diskFull: FaultCase = (defect) =>
  withDisk(DISK_MB, (disk) => {
    const options = {
      title: "the disk is full",
      store: "embedded",
      dataDir: `${disk}/data`,
    } as const;
    return play({ ...options, defect }, async (scene) => {
      const { fleet } = scene;
      scene.talk();
      await scene.more(150);
      fillDisk(`${disk}/junk`);
      if (defect === undefined) await scene.stuck();
      else await scene.more(50);
      rmSync(`${disk}/junk`);
      await scene.more(150);
      await scene.hush();
      await fleet.node(0).kill();
      await fleet.node(0).start();
      scene.talk();
      await scene.more(50);
    });
  });

/** The machine's clock is set back by an hour while people talk. */
export const clockSetBack: FaultCase = async (defect) => {
  const folder = mkdtempSync(join(tmpdir(), "chat-clock-"));
  const clockFile = join(folder, "offset");
  writeFileSync(clockFile, "0");
  try {
    const options = { title: "the clock is set back", store: "embedded", clockFile } as const;
    return await play({ ...options, defect }, async (scene) => {
      scene.talk();
      await scene.more(100);
      writeFileSync(clockFile, String(-HOUR_MS));
      await eventually("an hour ago", async () => isAnHourAgo(scene), 10_000);
      await scene.more(100);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Whether something was stored at a time of an hour ago: the server has noticed. */
function isAnHourAgo({ people }: Scene): boolean {
  const stored = people.flatMap(({ acknowledged }) => acknowledged);
  return stored.some(({ timestamp }) => Date.now() - Date.parse(timestamp) > HOUR_MS / 2);
}
