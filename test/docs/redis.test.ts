// What docs/redis.md says, against a Redis.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../test-support/redis.ts";
import { suite } from "../../test-support/suite.ts";
import * as markdown from "./markdown.ts";
import { startTryout } from "./tryout.ts";

const text = markdown.readDocument("docs/redis.md");

const test = suite("what is said of Redis", {
  needs: ["redis-server"],
  timeoutMs: 60_000,
});
let redis: Redis;

test.before(async () => {
  redis = await startRedis();
});

test.after(async () => redis.stop());

test("every key is in the table with its type, and has a time to live", async () => {
  const place = await startTryout({ REDIS_URL: redis.url, OPERATORS: "ada" }, redis.port);
  try {
    const posted = await place.run("npx chat send general hello --user ada --id n-1");
    assert.is(posted.code, 0, posted.output);
    const moderated = await place.run("npx chat mod topic general all about it --user ada");
    assert.is(moderated.code, 0, moderated.output);
    for (const { text: script } of markdown.codeBlocks(text)) {
      if (!script.includes("redis-cli")) continue;
      const { code, output } = await place.run(script);
      assert.is(code, 0, output);
      const [entry, ttl] = output.trim().split("\n") as [string, string];
      assert.is((JSON.parse(entry) as { message: string }).message, "hello");
      assert.ok(Number(ttl) > 86_000 && Number(ttl) <= 86_400, ttl);
    }
    const rows = markdown.tableRows(text, "key").map(([key, type]) => ({
      pattern: toPattern(unquote(key)),
      type: type?.toLowerCase(),
    }));
    const keys = (await redis.cli("KEYS", "*")).split("\n");
    for (const { pattern } of rows)
      assert.ok(
        keys.some((key) => pattern.test(key)),
        String(pattern),
      );
    for (const key of keys) {
      const row = rows.find(({ pattern }) => pattern.test(key));
      assert.is(row?.type, await redis.cli("TYPE", key), key);
      assert.ok(Number(await redis.cli("TTL", key)) > 0, key);
    }
  } finally {
    await place.end();
  }
});

test.run();

/** A key of the table as a pattern: what stands for a name is any name. */
function toPattern(key: string): RegExp {
  const named = key.replace(/\{(room|user|nonce|node|look)\}/g, "\u0000");
  const escaped = named.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("\u0000", "[^:{}]+")}$`);
}

function unquote(cell: string | undefined): string {
  return (cell ?? "").replaceAll("`", "");
}
