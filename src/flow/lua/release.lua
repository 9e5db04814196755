-- Ends a worker's turn: looked at again after so long, or settled. If somebody has had a word or woke it meanwhile, it stays this worker's, who looks again
-- now.
-- KEYS: flow, lease, open
-- ARGV: id, fence, version, shown, faults, again after (ms) or '' when it is settled, kept for (ms) once settled
-- → 'released' | 'moved' | 'fenced'
local stored = redis.call('HMGET', KEYS[1], 'version', 'fence', 'woken', 'shown', 'faults')
if stored[2] ~= ARGV[2] then return 'fenced' end
local is_woken = stored[3] == '1'
if is_woken or stored[4] ~= ARGV[4] or stored[5] ~= ARGV[5] then
  redis.call('HSET', KEYS[1], 'shown', ARGV[4], 'faults', ARGV[5], 'woken', 0)
end
if is_woken or stored[1] ~= ARGV[3] then return 'moved' end
redis.call('DEL', KEYS[2])
if ARGV[6] == '' then
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
else
  redis.call('ZADD', KEYS[3], 'XX', store_now() + tonumber(ARGV[6]), ARGV[1])
end
return 'released'
