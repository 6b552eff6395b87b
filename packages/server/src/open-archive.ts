// The store of a configuration as an archive: the choice is the server's own.

import { existsSync } from "node:fs";

import type { Config } from "./config.ts";
import {
  StartError,
  type StoreChoice,
  chooseStore,
  toDirectoryError,
  toStartError,
} from "./open-store.ts";
import type { RoomArchive } from "./rooms/room-archive.ts";
import type { Retention } from "./rooms/tail.ts";
import { DataDirInUseError } from "./stores/embedded/data-dir-lock.ts";
import { EmbeddedRoomArchive } from "./stores/embedded/embedded-room-archive.ts";
import { RedisRoomArchive } from "./stores/redis/redis-room-archive.ts";

/** An archive, and where it is in words for people. */
export interface OpenArchive {
  archive: RoomArchive;
  /** Such as `Redis at redis://localhost:6379`. */
  where: string;
}

/**
 * Opens the rooms of the store that the configuration asks for.
 *
 * @param mustExist whether a data directory that there is not is an error; else it is made
 * @throws StartError
 */
export async function openArchive(
  config: Config,
  retention: Retention,
  mustExist: boolean,
): Promise<OpenArchive> {
  const choice = await chooseStore(config);
  return choice.kind === "redis"
    ? openRedis(choice, retention)
    : openEmbedded(choice, retention, mustExist);
}

async function openRedis(
  { address, shown }: StoreChoice & { kind: "redis" },
  { ttlMs }: Retention,
): Promise<OpenArchive> {
  try {
    const archive = await RedisRoomArchive.open(address, Math.ceil(ttlMs / 1_000));
    return { archive, where: `Redis at ${shown}` };
  } catch (error) {
    throw toStartError(error, shown);
  }
}

function openEmbedded(
  { directory, why }: StoreChoice & { kind: "embedded" },
  retention: Retention,
  mustExist: boolean,
): OpenArchive {
  if (mustExist && !existsSync(directory)) {
    throw new StartError(`DATA_DIR ${directory} is not there (embedded store: ${why}).`);
  }
  try {
    const archive = EmbeddedRoomArchive.open(directory, retention);
    return { archive, where: `the embedded store in ${directory}` };
  } catch (error) {
    if (error instanceof DataDirInUseError) {
      throw new StartError(
        `A server runs on the data directory ${directory}, and it takes one at a time: stop the server first.`,
      );
    }
    throw toDirectoryError(error, directory);
  }
}
