// A server that takes a message's id from the clock alone.

import { HistoryTable } from "../../../packages/server/dist/stores/embedded/history-table.js";
import { APPEND } from "../../../packages/server/dist/stores/redis/scripts.js";
import { changeScript } from "./redis-scripts.js";
import { replaceMethod } from "./replace-method.js";

changeScript(APPEND, "math.max(last + 1, now)", "now");

// The store on disk asks Math.max for the greater of the last id and the clock, and for nothing else in this method but
// an id to begin with. The messages of one millisecond are told apart by their number.
let number = 0;
replaceMethod(HistoryTable.prototype, "append", (append, draft) => {
  const max = Math.max;
  Math.max = (...values) => (values.at(-1) ?? 0) + (number++ % 1_000);
  try {
    return append(draft);
  } finally {
    Math.max = max;
  }
});
