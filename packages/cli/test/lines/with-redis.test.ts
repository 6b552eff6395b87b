// Lines to a server whose Redis stops answering for a while: each once, in order.

import * as assert from "uvu/assert";

import { startRedis, type Redis } from "../../../../test-support/redis.ts";
import { startServer, type Server } from "../../../../test-support/server.ts";
import { suite } from "../../../../test-support/suite.ts";
import { runChat, startChat } from "../support/run-chat.ts";

const test = suite("lines and a Redis that fails", { timeoutMs: 60_000, needs: ["redis-server"] });
let redis: Redis;
let server: Server;

test.before.each(async () => {
  redis = await startRedis({ args: ["--appendonly", "yes", "--appendfsync", "always"] });
  server = await startServer({
    env: { REDIS_URL: redis.url, RATE_LIMITS: "off", HISTORY_LIMIT: "20000", LOG_LEVEL: "error" },
  });
});
test.after.each(async () => {
  await server.kill();
  await redis.stop();
});

const lines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`);

test("a Redis that is silent for longer than a request may take costs nothing but time", async () => {
  const env = { CHAT_SERVER: server.url, CHAT_USER: "ci" };
  const sending = startChat(["send", "ops", "--lines", "--json", "--retry", "30s"], env);
  sending.child.stdin?.end(lines(2_000).join("\n"));
  await sending.says('"line 500"');
  redis.signal("SIGSTOP");
  // What was under way before this one has failed when it does.
  assert.is((await runChat(["send", "other", "x"], { env })).status, 75);
  redis.signal("SIGCONT");
  const { status, stderr } = await sending.ended;
  assert.is(stderr, "");
  assert.is(status, 0);
  const tail = ["tail", "ops", "--since", "1h", "--no-follow", "--format", "{text}"];
  assert.equal((await runChat(tail, { env })).stdout.split("\n").slice(0, -1), lines(2_000));
});

test.run();
