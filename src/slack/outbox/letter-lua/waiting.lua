-- How many letters wait, now or for later.
-- KEYS: lanes
local waiting = 0
for _, lane in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do waiting = waiting + redis.call('ZCARD', laneKey(lane)) end
return waiting
