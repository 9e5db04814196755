-- Whether a letter is still ours, asked before each call; then the lease is prolonged.
-- KEYS: lanes, letters
-- ARGV: key, lane, lease, leaseFor, nonce ('' no post), version
-- → 1 | 0
local key, lane, lease = ARGV[1], ARGV[2], ARGV[3]
if redis.call('HGET', letterKey(key), 'lease') ~= lease then return 0 end
local leaseUntil = now + tonumber(ARGV[4])
redis.call('HSET', letterKey(key), 'leaseUntil', leaseUntil)
if redis.call('GET', leaseKey(lane)) == lease then
  redis.call('PEXPIRE', leaseKey(lane), ARGV[4])
  redis.call('ZADD', KEYS[1], leaseUntil, lane)
end
if ARGV[5] ~= '' then
  if redis.call('HGET', letterKey(key), 'nonce') ~= ARGV[5] then
    redis.call('HSET', letterKey(key), 'nonce', ARGV[5], 'postingAt', now)
  end
  redis.call('HSET', letterKey(key), 'postingVersion', ARGV[6])
end
return 1
