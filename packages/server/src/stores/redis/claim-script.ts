// The Lua that decides whose a name is, inside Redis, so that of two first uses on two nodes one comes first.

/**
 * KEYS: the claim. ARGV: the claim to make, the proof in it, how long it is kept from now on in ms. Answers the claim
 * that stands. Where that has the same proof it is kept for longer, never for less long.
 */
export const CLAIM = `#!lua
local standing = redis.call('GET', KEYS[1])
if not standing then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  return ARGV[1]
end
if string.sub(standing, 1, #ARGV[2] + 1) == ARGV[2] .. ' ' then
  redis.call('PEXPIRE', KEYS[1], ARGV[3], 'GT')
end
return standing
`;
