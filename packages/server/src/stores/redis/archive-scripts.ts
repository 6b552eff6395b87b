// The Lua that takes whole histories out of Redis and puts them in, and a connection that knows it. One slot each.

import type { Connection } from "./connect.ts";
import { type Script, runScripts } from "./script.ts";

/** Answers when the history is forgotten, in milliseconds since the epoch (0 or less where never), and its entries, newest first. */
const READ_WHOLE = `#!lua flags=no-writes
return {
  string.format('%.0f', redis.call('PEXPIRETIME', KEYS[1])),
  redis.call('LRANGE', KEYS[1], 0, -1),
}
`;

/**
 * Lets one history take the place of another, and tells the nodes the newest message: they find that they lack what is
 * before it. KEYS: the history, the one that takes its place. ARGV: how many entries there were and the newest, as they
 * were read; when it is forgotten, in milliseconds since the epoch; the JSON of the newest message. Answers 0 where
 * something was written since.
 */
const REPLACE_WHOLE = `#!lua
local list, fresh = KEYS[1], KEYS[2]
if redis.call('LLEN', list) .. ' ' .. (redis.call('LINDEX', list, 0) or '') ~= ARGV[1] then return 0 end
redis.call('RENAME', fresh, list)
redis.call('PEXPIREAT', list, ARGV[2])
redis.call('SPUBLISH', list, ARGV[3])
return 1
`;

/**
 * Lets rules hold in a room unless it has newer ones. KEYS: the rules (a HASH; besides them `v`, the revision). ARGV: the
 * revision, when they are forgotten in milliseconds since the epoch, then names and values in turn. Answers 0 where the
 * room has them or newer ones.
 */
const REPLACE_RULES = `#!lua
local rules = KEYS[1]
if tonumber(redis.call('HGET', rules, 'v') or '0') >= tonumber(ARGV[1]) then return 0 end
redis.call('DEL', rules)
redis.call('HSET', rules, 'v', ARGV[1])
for i = 3, #ARGV, 2 do redis.call('HSET', rules, ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIREAT', rules, ARGV[2])
return 1
`;

/** The scripts, each as a method that takes its keys and arguments. */
export interface ArchiveScripts {
  readWhole(list: string): Promise<[expiresAt: string, entries: string[]]>;
  replaceWhole(
    list: string,
    fresh: string,
    state: string,
    expiresAt: string,
    newest: string,
  ): Promise<number>;
  replaceRules(
    key: string,
    revision: string,
    expiresAt: string,
    ...namesAndValues: string[]
  ): Promise<number>;
}

/** Teaches a connection the scripts. */
export function withArchiveScripts<T extends Connection>(connection: T): T & ArchiveScripts {
  const methods = runScripts(connection, {
    readWhole: { lua: READ_WHOLE, numberOfKeys: 1 },
    replaceWhole: { lua: REPLACE_WHOLE, numberOfKeys: 2 },
    replaceRules: { lua: REPLACE_RULES, numberOfKeys: 1 },
  } satisfies Record<keyof ArchiveScripts, Script>);
  return Object.assign(connection, methods as unknown as ArchiveScripts);
}
