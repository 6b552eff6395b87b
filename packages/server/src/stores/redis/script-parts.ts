// What the scripts share: one clock for all nodes, and the ids of entries.

/** Moments as Redis sees them, so that all nodes share one clock. */
export const CLOCK = `
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
-- Days to a date of the civil calendar, after Howard Hinnant's days algorithms.
local function timestamp()
  local secs = tonumber(clock[1])
  local days = math.floor(secs / 86400)
  local rest = secs - days * 86400
  local z = days + 719468
  local era = math.floor(z / 146097)
  local doe = z - era * 146097
  local yoe = math.floor((doe - math.floor(doe / 1460) + math.floor(doe / 36524) - math.floor(doe / 146096)) / 365)
  local doy = doe - (365 * yoe + math.floor(yoe / 4) - math.floor(yoe / 100))
  local mp = math.floor((5 * doy + 2) / 153)
  local month = mp < 10 and mp + 3 or mp - 9
  local year = yoe + era * 400 + (month <= 2 and 1 or 0)
  return string.format('%04d-%02d-%02dT%02d:%02d:%02d.%03dZ', year, month, doy - math.floor((153 * mp + 2) / 5) + 1,
    math.floor(rest / 3600), math.floor(rest / 60) % 60, rest % 60, math.floor(tonumber(clock[2]) / 1000))
end
`;

/** What tells our own entries. */
export const OWN_ID = `
-- The id of an entry that this script wrote into this room, nil for what something else did. The history is KEYS[1] if not given.
local function own_id(entry, list)
  local number, room = string.match(entry, '^{"id":(%d+),"prev":%d+,"room":"([^"]*)",')
  local id = tonumber(number or '')
  return id and id > 0 and id < 9007199254740992 and (list or KEYS[1]) == 'room:' .. room .. ':messages' and id or nil
end
`;
