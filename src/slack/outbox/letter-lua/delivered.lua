-- Slack shows this version, or never will; the lane is free, and newer content waits for its turn.
-- KEYS: lanes, letters
-- ARGV: key, lane, lease, version, channel, ts ('' none), spacing, lifetime
-- → 1 | 0 the letter has been taken over
local key, lane, lease, channel, ts = ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local f = redis.call('HMGET', letterKey(key), 'lease', 'version', 'final', 'first', 'lane', 'channel', 'ts', 'hash')
if f[1] == lease then
  local notBefore = now + tonumber(ARGV[7])
  redis.call('HDEL', letterKey(key), 'lease', 'leaseUntil', 'attempts', 'refusal')
  redis.call('HSET', letterKey(key), 'delivered', ARGV[4], 'notBefore', notBefore)
  -- Where newer content was stored meanwhile, nobody knows any more what this was.
  if ts ~= '' and f[8] and f[2] == ARGV[4] then
    redis.call('HSET', letterKey(key), 'seen', f[8])
  else
    redis.call('HDEL', letterKey(key), 'seen')
  end
  -- Without a ts it was given up: a post that was begun may be there all the same, for the next version to find.
  if ts ~= '' then
    redis.call('HSET', letterKey(key), 'channel', channel, 'ts', ts)
    redis.call('HDEL', letterKey(key), 'nonce', 'postingVersion', 'postingAt')
  elseif f[7] then
    channel, ts = f[6], f[7]
  end
  redis.call('PEXPIRE', letterKey(key), ARGV[8])
  if f[5] then redis.call('ZREM', laneKey(f[5]), key) end
  if tonumber(f[2]) > tonumber(ARGV[4]) then
    local following = f[4]
    if ts ~= '' then following = 'chat.update ' .. channel end
    wait(following, key, notBefore, f[3])
  else
    redis.call('HDEL', letterKey(key), 'message', 'lane')
  end
end
release(lane, lease)
if f[1] == lease then return 1 else return 0 end
