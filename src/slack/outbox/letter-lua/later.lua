-- A letter is tried again later; its lane is free.
-- KEYS: lanes, letters
-- ARGV: key, lane, lease, wait, failed (1: counts, and newer content waits too), forget ('posting', 'message' or ''), refusal ('' none)
-- → 1 | 0 the letter has been taken over
local key, lane, lease, forget = ARGV[1], ARGV[2], ARGV[3], ARGV[6]
local f = redis.call('HMGET', letterKey(key), 'lease', 'final', 'first', 'lane')
if f[1] == lease then
  redis.call('HDEL', letterKey(key), 'lease', 'leaseUntil')
  if forget ~= '' then redis.call('HDEL', letterKey(key), 'nonce', 'postingVersion', 'postingAt') end
  local following = f[4] or lane
  if forget == 'message' then
    redis.call('HDEL', letterKey(key), 'channel', 'ts')
    redis.call('ZREM', laneKey(following), key)
    following = f[3]
  end
  local at = now + tonumber(ARGV[4])
  if ARGV[5] == '1' then
    redis.call('HINCRBY', letterKey(key), 'attempts', 1)
    redis.call('HSET', letterKey(key), 'notBefore', at)
  end
  if ARGV[7] ~= '' then redis.call('HSET', letterKey(key), 'refusal', ARGV[7]) end
  wait(following, key, at, f[2])
end
release(lane, lease)
if f[1] == lease then return 1 else return 0 end
