// The Redis of a server under test: its own, fresh, without persistence, so that disks decide nothing.

import { Process, freePort, temporaryFolder } from "./process.js";

/** @returns {Promise<{ process: Process, port: number, url: string }>} */
export async function startRedis() {
  const port = await freePort();
  const redis = new Process("redis-server", [
    ...["--port", String(port), "--bind", "127.0.0.1", "--dir", temporaryFolder()],
    ...["--save", "", "--appendonly", "no"],
  ]);
  await redis.listening(port);
  return { process: redis, port, url: `redis://127.0.0.1:${port}` };
}
