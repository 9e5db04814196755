-- Lanes to look at now, first first.
-- KEYS: lanes
-- ARGV: at most
-- → ms until the next lane after them (-1: none), lanes
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
local next = redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.3f', now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
local rest = -1
if next[2] then rest = math.ceil(tonumber(next[2]) - now) end
return {rest, due}
