// test-timeout: 90s
// A master that dies, and another in its place: found by asking the sentinel, without a restart.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as assert from "uvu/assert";

import { startChild } from "../../../../../test-support/child.ts";
import { freePort } from "../../../../../test-support/free-port.ts";
import { startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import { temporaryFolder } from "../../../../../test-support/temporary-folder.ts";
import { detectRedis, parseRedisUrl } from "../../../src/stores/redis/connect.ts";
import { RedisRoomStore } from "../../../src/stores/redis/redis-room-store.ts";
import { eventually } from "../../support/eventually.ts";

const BOUND_MS = 40_000;

const test = suite("RedisRoomStore by Sentinel", { needs: ["redis-server"], timeoutMs: 60_000 });

test("after a failover the store goes on at the new master, with ids that grow", async () => {
  const master = await startRedis();
  const replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(master.port)] });
  const sentinel = await startSentinel(master.port);
  const address = await detectRedis(
    parseRedisUrl(`redis://127.0.0.1:${sentinel.port}?master=chat`),
  );
  assert.is(address.mode, "sentinel");
  const store = await RedisRoomStore.open({
    address,
    retention: { limit: 100, ttlMs: 60_000 },
    node: "test",
    report: () => undefined,
  });
  const draft = { room: "general", username: "ada", message: "one" };
  const before = (await store.append(draft)).message.id;
  await eventually(async () => {
    assert.match(await sentinel.cli("sentinel", "master", "chat"), /num-slaves\n1/);
  }, BOUND_MS);
  await master.kill();
  let after = 0;
  await eventually(async () => {
    after = (await store.append(draft)).message.id;
  }, BOUND_MS);
  assert.ok(after > before);
  assert.match(await replica.cli("lrange", "room:general:messages", "0", "0"), String(after));
  await store.close();
  await sentinel.stop();
  await replica.stop();
});

test.run();

async function startSentinel(masterPort: number) {
  const port = await freePort();
  const file = join(temporaryFolder("chat-sentinel"), "sentinel.conf");
  writeFileSync(
    file,
    `sentinel monitor chat 127.0.0.1 ${masterPort} 1
sentinel down-after-milliseconds chat 1000
sentinel failover-timeout chat 5000
`,
  );
  const args = [file, "--sentinel", "--port", String(port), "--bind", "127.0.0.1"];
  const child = await startChild("redis-server", args);
  const cli = async (...words: string[]): Promise<string> => {
    const asked = await startChild("redis-cli", ["-p", String(port), ...words]);
    await asked.exited;
    return asked.logs;
  };
  await eventually(async () => assert.match(await cli("ping"), "PONG"), BOUND_MS);
  return { port, cli, stop: () => child.stop() };
}
