// A server that keeps its rooms where the next start does not find them, as one in memory alone would.

import { mkdtempSync } from "node:fs";
import { join } from "node:path";

import { EmbeddedRoomStore } from "../../../packages/server/dist/stores/embedded/embedded-room-store.js";
import { replaceMethod } from "./replace-method.js";

replaceMethod(EmbeddedRoomStore, "open", (open, options) =>
  open({ ...options, directory: mkdtempSync(join(options.directory, "gone-")) }),
);
