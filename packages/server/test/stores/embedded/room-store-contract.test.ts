// The embedded store under the contract of all stores.

import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { describeRoomStore } from "../describe-room-store.ts";

describeRoomStore("EmbeddedRoomStore", {
  open: async (retention) =>
    EmbeddedRoomStore.open({
      directory: temporaryFolder(),
      retention,
      report: (error) => {
        throw error;
      },
    }),
});
