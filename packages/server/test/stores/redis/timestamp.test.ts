// The calendar that the scripts compute in Lua, against JavaScript's.

import * as assert from "uvu/assert";

import { type Redis, startRedis } from "../../../../../test-support/redis.ts";
import { suite } from "../../../../../test-support/suite.ts";
import { APPEND } from "../../../src/stores/redis/scripts.ts";

const test = suite("timestamp in Lua", { needs: ["redis-server"] });

let redis: Redis;

test.before(async () => {
  redis = await startRedis();
});

test.after(() => redis.stop());

test("is what JavaScript writes, for every day from 1970 to 2199 and at the ends of days", async () => {
  const formula = /local function timestamp\(\)[^]*?\nend\n/.exec(APPEND)?.[0];
  assert.ok(formula, "the script has a function timestamp");
  const script = `
    local answer = {}
    for day = tonumber(ARGV[1]), tonumber(ARGV[2]) do
      for _, second in ipairs({ 0, 43199, 86399 }) do
        clock = { tostring(day * 86400 + second), tostring((day * 7919) % 1000000) }
        answer[#answer + 1] = timestamp()
      end
    end
    return table.concat(answer, ' ')`;
  const whole = `local clock\n${formula ?? ""}${script}`;
  const last = Math.floor(Date.UTC(2199, 11, 31) / 86_400_000);
  for (let from = 0; from <= last; from += 10_000) {
    const to = Math.min(from + 9_999, last);
    const answer = await redis.cli("EVAL", whole, "0", String(from), String(to));
    const expected: string[] = [];
    for (let day = from; day <= to; day++) {
      for (const second of [0, 43_199, 86_399]) {
        const ms = Math.floor(((day * 7_919) % 1_000_000) / 1_000);
        expected.push(new Date((day * 86_400 + second) * 1_000 + ms).toISOString());
      }
    }
    assert.is(answer, expected.join(" "));
  }
});

test.run();
