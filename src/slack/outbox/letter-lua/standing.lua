-- How much waits to be shown, and since when: the first letters of each lane, of which there are as many as channels with something to say.
-- KEYS: lanes, letters
-- ARGV: lanes that are looked at
-- → {letters, ms since the oldest of the first ones was stored}
local waiting, since = 0, now
for _, lane in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[1]) - 1)) do
  waiting = waiting + redis.call('ZCARD', laneKey(lane))
  local first = redis.call('ZRANGE', laneKey(lane), 0, 0)[1]
  local other = redis.call('ZRANGEBYSCORE', laneKey(lane), 0, '+inf', 'LIMIT', 0, 1)[1]
  for _, key in ipairs({first or other, other}) do
    local stored = redis.call('HGET', letterKey(key), 'storedAt')
    if stored and tonumber(stored) < since then since = tonumber(stored) end
  end
end
return {waiting, math.max(0, math.floor(now - since))}
