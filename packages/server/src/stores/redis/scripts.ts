// The Lua that orders and announces, inside Redis, where nothing can come between. Each script touches one slot only.
// Ids have 16 digits: Lua's own conversion to text would round them, hence `%.0f` everywhere, and no cjson.

import { RULES_KEEP_MS } from "../../rooms/room-rules.ts";
import { CLOCK, OWN_ID } from "./script-parts.ts";

/**
 * Appends drafts, each room's in order. Several rooms only where one server has them all.
 *
 * KEYS: for each room its history, then a nonce key for each draft (the history's key where it has no nonce).
 * ARGV: limit, ttl in seconds, nonce window in ms, whether to go on over foreign entries (1 or 0), then for each room how
 * many drafts there are and the middle of each one's JSON.
 *
 * Answers the timestamp, then for each room: `false` where the newest entry is not ours and it was not told to go on; an
 * empty text and what Redis said where that refused; else the id of the first new message and its prev (the others follow
 * by ones, each the next one's prev), then for each draft whose nonce already stands for a message its index from 0 and
 * that message's JSON.
 *
 * A room's first write is the LPUSH: where Redis is out of memory or read-only, it fails before anything has changed.
 */
export const APPEND = `#!lua
${CLOCK}
${OWN_ID}
local at = timestamp()
local tail = ',"timestamp":"' .. at .. '"}'
-- Where the room's keys and its drafts begin, less one each.
local function append(keys, drafts, count)
  local list = KEYS[keys]
  local last = 0
  local head = redis.call('LINDEX', list, 0)
  if head then
    last = own_id(head, list)
    if not last then
      if ARGV[4] == '0' then return false end
      last = 0
      for _, entry in ipairs(redis.call('LRANGE', list, 0, -1)) do
        local id = own_id(entry, list)
        if id then last = id break end
      end
    end
  end
  local first = math.max(last + 1, now)
  local answer = { string.format('%.0f', first), string.format('%.0f', last) }
  local id, fresh, nonces, seen = first, {}, {}, {}
  for i = 1, count do
    local key = KEYS[keys + i]
    local known = key ~= list and (seen[key] or redis.call('GET', key))
    if known then
      answer[#answer + 1] = tostring(i - 1)
      answer[#answer + 1] = known
    else
      local json = string.format('{"id":%.0f,"prev":%.0f', id, last) .. ARGV[drafts + i] .. tail
      last = id
      id = id + 1
      fresh[#fresh + 1] = json
      if key ~= list then
        seen[key] = json
        nonces[#nonces + 1] = key
      end
    end
  end
  if #fresh == 0 then return answer end
  redis.call('LPUSH', list, unpack(fresh))
  redis.call('LTRIM', list, 0, ARGV[1] - 1)
  redis.call('EXPIRE', list, ARGV[2])
  for _, key in ipairs(nonces) do redis.call('SET', key, seen[key], 'PX', ARGV[3]) end
  redis.call('SPUBLISH', list, table.concat(fresh, '\\n'))
  return answer
end
local answers, keys, drafts = { at }, 1, 5
while drafts <= #ARGV do
  local count = tonumber(ARGV[drafts])
  local done, answer = pcall(append, keys, drafts, count)
  if not done then answer = { '', type(answer) == 'table' and answer.err or tostring(answer) } end
  answers[#answers + 1] = answer
  keys = keys + 1 + count
  drafts = drafts + 1 + count
end
return answers
`;

/**
 * Puts entries of ours in the place of foreign ones, where those still stand. KEYS: the history. ARGV: pairs of the
 * entry as it is and as it shall be.
 */
export const ADOPT = `#!lua
local list = KEYS[1]
local entries = redis.call('LRANGE', list, 0, -1)
local replaced = 0
for i = 1, #ARGV, 2 do
  for at, entry in ipairs(entries) do
    if entry == ARGV[i] then
      redis.call('LSET', list, at - 1, ARGV[i + 1])
      entries[at] = false
      replaced = replaced + 1
      break
    end
  end
end
return replaced
`;

/**
 * What all presence scripts share. KEYS: history (for its name, the channel's), sessions, names. ARGV[1]: the room.
 * ARGV[2]: the time to live of presence in seconds.
 */
const PRESENCE = `#!lua
${CLOCK}
${OWN_ID}
local list, sessions, names = KEYS[1], KEYS[2], KEYS[3]
local room, ttl = ARGV[1], ARGV[2]
local version = tonumber(redis.call('HGET', sessions, 'v') or '0')
local news = {}
local function announce(sign, by, name, reason)
  local prev = version
  version = math.max(version + 1, now)
  redis.call('HSET', sessions, 'v', string.format('%.0f', version))
  if prev == 0 then redis.call('HSET', sessions, 'born', string.format('%.0f', version)) end
  news[#news + 1] = string.format('%s%.0f %.0f %s %s ', sign, version, prev, by, name)
    .. '{"room":"' .. room .. '","username":"' .. name .. '","timestamp":"' .. timestamp()
    .. '","members":' .. redis.call('HLEN', names) .. reason .. '}'
end
local function go(field, by, reason)
  local name = redis.call('HGET', sessions, field)
  if not name then return end
  redis.call('HDEL', sessions, field)
  if redis.call('HINCRBY', names, name, -1) <= 0 then
    redis.call('HDEL', names, name)
    announce('-', by, name, ',"reason":"' .. reason .. '"')
  end
end
local function come(field, name, by)
  local before = redis.call('HGET', sessions, field)
  if before == name then return end
  -- Under another name it was never taken out, for Redis was away then.
  if before then go(field, by, 'left') end
  redis.call('HSET', sessions, field, name)
  if redis.call('HINCRBY', names, name, 1) == 1 then announce('+', by, name, '') end
end
-- A node's own fields; nil for version and birth.
local function of_node(field, prefix) return string.sub(field, 1, #prefix) == prefix end
local function finish()
  if #news > 0 then redis.call('SPUBLISH', list, table.concat(news, '\\n')) end
  redis.call('EXPIRE', sessions, ttl)
  redis.call('EXPIRE', names, ttl)
  return string.format('%.0f', version)
end
`;

/** ARGV[3..5]: the field `node|session`, the username, the session. Answers the version. */
export const ENTER = `${PRESENCE}
come(ARGV[3], ARGV[4], ARGV[5])
return finish()
`;

/** ARGV[3..5]: the field `node|session`, the session, the reason. Answers the version. */
export const EXIT = `${PRESENCE}
go(ARGV[3], ARGV[4], ARGV[5])
return finish()
`;

/** Takes out every session of a node. ARGV[3..4]: `node|`, the reason. Answers the version. */
export const REAP = `${PRESENCE}
for _, field in ipairs(redis.call('HKEYS', sessions)) do
  if of_node(field, ARGV[3]) then go(field, '-', ARGV[4]) end
end
return finish()
`;

/**
 * Makes a node's sessions what it says they are, and tells how the room stands. KEYS[4]: the rules, kept for longer by it.
 * ARGV[3]: `node|`; then pairs of session and username. Answers: tip, version, birth, the rules' revision, then the
 * members.
 */
export const RECONCILE = `${PRESENCE}
local wanted = {}
for i = 4, #ARGV, 2 do
  wanted[ARGV[3] .. ARGV[i]] = true
  come(ARGV[3] .. ARGV[i], ARGV[i + 1], '-')
end
for _, field in ipairs(redis.call('HKEYS', sessions)) do
  if of_node(field, ARGV[3]) and not wanted[field] then go(field, '-', 'disconnected') end
end
local version = finish()
local tip = 0
for _, entry in ipairs(redis.call('LRANGE', list, 0, 0)) do tip = own_id(entry) or -1 end
redis.call('PEXPIRE', KEYS[4], ${RULES_KEEP_MS}, 'GT')
local answer = redis.call('HKEYS', names)
table.insert(answer, 1, redis.call('HGET', KEYS[4], 'v') or '0')
table.insert(answer, 1, redis.call('HGET', sessions, 'born') or '0')
table.insert(answer, 1, version)
table.insert(answer, 1, string.format('%.0f', tip))
return answer
`;

/**
 * The whole state of a room, in one moment. KEYS: history, sessions, names, rules. Answers: version, birth, the history
 * newest first, the members, the rules as pairs.
 */
export const LOAD = `#!lua flags=no-writes
return {
  redis.call('HGET', KEYS[2], 'v') or '0',
  redis.call('HGET', KEYS[2], 'born') or '0',
  redis.call('LRANGE', KEYS[1], 0, -1),
  redis.call('HKEYS', KEYS[3]),
  redis.call('HGETALL', KEYS[4]),
}
`;

/**
 * Sets a node's beat and answers the one before, nil where there was none. KEYS: the nodes. ARGV: node, beat, how long
 * the nodes are kept without one, in seconds.
 */
export const BEAT = `#!lua
local before = redis.call('HGET', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return before
`;

/**
 * Marks a node as dead, unless it has beaten since. KEYS: the nodes. ARGV: node, the beat it was seen with, the mark.
 * Answers 1 where it is marked.
 */
export const CONDEMN = `#!lua
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
`;
