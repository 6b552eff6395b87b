// The embedded store for the contract suites, each time in a folder of its own.

import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import type { StoreFixture } from "../store-fixture.ts";

/** On the disk. */
export const onDisk: StoreFixture = {
  open: async (retention) =>
    EmbeddedRoomStore.open({
      directory: temporaryFolder(),
      retention,
      report: (error) => {
        throw error;
      },
    }),
};
