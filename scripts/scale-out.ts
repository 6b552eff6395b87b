// `npm run scale-out`: three servers behind nginx on this machine, on one Redis or (`-- --cluster`) on a Redis Cluster
// of three masters, to try and to measure. Needs Debian's redis-server and nginx. Ctrl-C ends all of it.

import { once } from "node:events";

import { startNginx } from "../test-support/nginx.ts";
import { startRedisCluster } from "../test-support/redis-cluster.ts";
import { startRedis } from "../test-support/redis.ts";
import { startServer } from "../test-support/server.ts";

const redis = process.argv.includes("--cluster")
  ? await startRedisCluster()
  : await startRedis({ args: ["--appendonly", "yes"] });
const env = { REDIS_URL: redis.url };
const servers = await Promise.all([
  startServer({ env }),
  startServer({ env }),
  startServer({ env }),
]);
const [one, two, three] = servers.map(({ port }) => port) as [number, number, number];
const nginx = await startNginx([one, two, three]);

console.log(`Redis    ${redis.url}`);
for (const { url } of servers) console.log(`Server   ${url}`);
console.log(`nginx    ${nginx.url}`);
console.log(`\nnpx chat join general --user <name> --server ${nginx.url}`);

await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await nginx.stop();
await Promise.all(servers.map((server) => server.stop()));
await redis.stop();
