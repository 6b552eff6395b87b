// The embedded store under the contract of what operators do.

import { EmbeddedRoomStore } from "../../../src/stores/embedded/embedded-room-store.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { describeMeasures } from "../describe-measures.ts";

describeMeasures("EmbeddedRoomStore", {
  open: async (retention) =>
    EmbeddedRoomStore.open({
      directory: temporaryFolder(),
      retention,
      report: (error) => {
        throw error;
      },
    }),
});
