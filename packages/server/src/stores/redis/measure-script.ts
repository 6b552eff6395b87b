// The Lua that carries out what operators do: it takes a message's text away, sets rules, and announces both.

import { DELETED_TEXT } from "@chat/protocol";

import { CLOCK, OWN_ID } from "./script-parts.ts";

/** How many entries of a history are looked at in one go. */
const STRIDE = 500;
const ERASED = `${JSON.stringify(DELETED_TEXT)},"deleted":true`;

/**
 * Carries out a measure. KEYS: the history, the rules (a HASH; besides them `v`, the revision).
 *
 * ARGV: the JSON of the event, the changes as JSON, the time to live of the rules in ms, the id of a message to erase
 * (empty where there is none), then the changes as triples: `=` or `-`, name, value.
 *
 * Answers a list: `taken`, `absent` or `repeated`; with the first, where a message was erased, what it was. The first
 * write is where Redis would fail: then nothing has changed.
 */
export const MEASURE = `#!lua
${CLOCK}
${OWN_ID}
local list, rules = KEYS[1], KEYS[2]
local json, changes, ttl, wanted = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local erased, original = '', nil
local function find()
  local at = 0
  while true do
    local entries = redis.call('LRANGE', list, at, at + ${STRIDE - 1})
    for i, entry in ipairs(entries) do
      if string.match(entry, '^{"id":(%d+)') == wanted and own_id(entry) then return at + i - 1, entry end
    end
    if #entries < ${STRIDE} then return nil end
    at = at + ${STRIDE}
  end
end
if wanted ~= '' then
  local at, entry = find()
  if not at then return { 'absent' } end
  if string.find(entry, '${ERASED}', 1, true) then return { 'repeated' } end
  local head, tail = string.match(entry, '^({"id":%d+,"prev":%d+,"room":"[^"]*","username":"[^"]*","message":).*(,"timestamp":"[^"]*"})$')
  erased = head .. '${ERASED}' .. tail
  original = entry
  redis.call('LSET', list, at, erased)
end
local prev = tonumber(redis.call('HGET', rules, 'v') or '0')
local revision = math.max(prev + 1, now)
redis.call('HSET', rules, 'v', string.format('%.0f', revision))
for i = 5, #ARGV, 3 do
  if ARGV[i] == '=' then redis.call('HSET', rules, ARGV[i + 1], ARGV[i + 2])
  else redis.call('HDEL', rules, ARGV[i + 1]) end
end
if redis.call('PTTL', rules) < ttl then redis.call('PEXPIRE', rules, ttl) end
redis.call('SPUBLISH', list, string.format('!%.0f %.0f\\t', revision, prev) .. json .. '\\t' .. changes .. '\\t' .. erased)
return { 'taken', original }
`;
