-- New content keeps the place of the one that was not shown yet. What Slack shows already is done at once.
-- KEYS: lanes, letters
-- ARGV: key, version, to, message, final, lifetime, lane, hash of the message, trace or ''
-- → 1 stored | 0 there is nothing to send: a newer one is there, or Slack shows the same
local key, final, first = ARGV[1], ARGV[5], ARGV[7]
local f = redis.call('HMGET', letterKey(key), 'version', 'notBefore', 'lane', 'channel', 'ts', 'delivered', 'seen')
if f[1] and tonumber(f[1]) >= tonumber(ARGV[2]) then return 0 end
-- Only where nothing else is on its way: what comes after a change must undo it.
if f[5] and f[6] == f[1] and f[7] == ARGV[8] then
  redis.call('HSET', letterKey(key), 'version', ARGV[2], 'delivered', ARGV[2], 'final', final)
  redis.call('PEXPIRE', letterKey(key), ARGV[6])
  return 0
end
redis.call('HSET', letterKey(key), 'version', ARGV[2], 'to', ARGV[3], 'message', ARGV[4], 'final', final, 'storedAt', now, 'first', first,
  'hash', ARGV[8], 'trace', ARGV[9])
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
