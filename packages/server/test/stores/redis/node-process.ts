// A node as a process of its own, to be killed by a test: enters a name into a room, says so, and stays.

import { openRedisStore } from "./open-redis-store.ts";

const [url = "", room = "", username = ""] = process.argv.slice(2);
const store = await openRedisStore(url);
await store.enter(room, "s1", username);
process.stdout.write("here\n");
process.once("SIGTERM", () => {
  void store.close().then(() => process.exit(0));
});
setInterval(() => undefined, 60_000);
