// A server that takes a message's id from the clock alone.

import { HistoryTable } from "../../../packages/server/dist/stores/embedded/history-table.js";
import { changeScript } from "./redis-scripts.js";

changeScript("append", "math.max(last + 1, now)", "now + i");

// The disk store's ids come from Math.max too, which is asked for nothing else inside `append`.
const append = HistoryTable.prototype.append;
HistoryTable.prototype.append = function (draft) {
  const max = Math.max;
  let ids = 0;
  Math.max = (...values) => (ids++ === 0 ? /** @type {number} */ (values.at(-1)) : max(...values));
  try {
    return append.call(this, draft);
  } finally {
    Math.max = max;
  }
};
