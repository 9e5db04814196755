-- Flows that nobody looked at in time, pushed back so that only one process picks each up.
-- KEYS: open
-- ARGV: pushed back for (ms), at most
-- → ids
local now = store_now()
local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[2])
for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[1]), id) end
return ids
