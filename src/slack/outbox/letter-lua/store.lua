-- New content keeps the place of the one that was not shown yet.
-- KEYS: lanes, letters
-- ARGV: key, version, to, message, final, lifetime, lane
-- → 1 stored | 0 there is a newer one
local key, final, first = ARGV[1], ARGV[5], ARGV[7]
local f = redis.call('HMGET', letterKey(key), 'version', 'notBefore', 'lane', 'channel', 'ts')
if f[1] and tonumber(f[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', letterKey(key), 'version', ARGV[2], 'to', ARGV[3], 'message', ARGV[4], 'final', final, 'storedAt', now, 'first', first)
redis.call('PEXPIRE', letterKey(key), ARGV[6])
local lane = first
if f[5] then lane = 'chat.update ' .. f[4] end
local at = math.max(now, tonumber(f[2] or '0'))
if f[3] then
  local rank = redis.call('ZSCORE', laneKey(f[3]), key)
  if rank then at = math.min(at, dueAt(tonumber(rank))) end
  if f[3] ~= lane then redis.call('ZREM', laneKey(f[3]), key) end
end
wait(lane, key, at, final)
return 1
