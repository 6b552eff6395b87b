// What the settings of a Redis mean for messages: read off its INFO, said in sentences.

/** The oldest Redis with sharded pub/sub and script flags, which the store needs. */
const OLDEST_MAJOR = 7;

/** Something about a Redis that may cost messages, and what to do about it, a sentence each. */
export interface RedisRisk {
  about: "durability" | "eviction";
  says: string;
  advice: string;
}

/** What an operator should know of a Redis with this INFO; nothing where all is well. */
export function findRedisRisks(info: string): RedisRisk[] {
  const risks: RedisRisk[] = [];
  if (readField(info, "aof_enabled") === "0") {
    risks.push({
      about: "durability",
      says: "Redis runs without AOF: if it is killed, acknowledged messages are lost.",
      advice: "Set appendonly yes.",
    });
  }
  const policy = readField(info, "maxmemory_policy");
  if (readField(info, "maxmemory") !== "0" && policy !== undefined && policy !== "noeviction") {
    risks.push({
      about: "eviction",
      says: `Redis evicts keys when memory is short (${policy}): histories may vanish.`,
      advice: "Set maxmemory-policy noeviction.",
    });
  }
  return risks;
}

/** The same for a log, one text each. */
export function inspectRedis(info: string): string[] {
  return findRedisRisks(info).map(({ says, advice }) => `${says} ${advice}`);
}

/** A field of what INFO, CLUSTER INFO and the like answer; undefined where it is not there. */
export function readField(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
}

/** Whether a Redis with this INFO is too old, and which version it is. */
export function isTooOld(info: string): string | undefined {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1];
  return version !== undefined && Number.parseInt(version, 10) < OLDEST_MAJOR ? version : undefined;
}
