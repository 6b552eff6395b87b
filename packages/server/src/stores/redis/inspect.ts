// What the settings of a Redis mean for messages: read off its INFO, said in sentences.

/** The oldest Redis with sharded pub/sub and script flags, which the store needs. */
const OLDEST_MAJOR = 7;

/** What an operator should know, a sentence each; nothing where all is well. */
export function inspectRedis(info: string): string[] {
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1];
  const warnings: string[] = [];
  if (field("aof_enabled") === "0") {
    warnings.push(
      "Redis runs without AOF: if it is killed, acknowledged messages are lost. Set appendonly yes.",
    );
  }
  const policy = field("maxmemory_policy");
  if (field("maxmemory") !== "0" && policy !== undefined && policy !== "noeviction") {
    warnings.push(
      `Redis evicts keys when memory is short (${policy}): histories may vanish. Set maxmemory-policy noeviction.`,
    );
  }
  return warnings;
}

/** Whether a Redis with this INFO is too old, and which version it is. */
export function isTooOld(info: string): string | undefined {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1];
  return version !== undefined && Number.parseInt(version, 10) < OLDEST_MAJOR ? version : undefined;
}
