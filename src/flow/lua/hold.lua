-- Whether the flow, and what it holds, are still this worker's; then the lease is prolonged.
-- KEYS: flow, lease, open, held…
-- ARGV: id, fence, lease (ms), grace (ms)
-- → 1 | 0
if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[2] then return 0 end
for i = 4, #KEYS do
  if redis.call('SISMEMBER', KEYS[i], ARGV[1]) == 0 then return 0 end
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
redis.call('ZADD', KEYS[3], 'XX', store_now() + tonumber(ARGV[3]) + tonumber(ARGV[4]), ARGV[1])
return 1
