-- Makes a worker the one that looks after a flow, unless another one is. What is not open any more is settled: an entry of the queue that a dead
-- worker left behind must not settle it twice.
-- KEYS: flow, lease, fences, open
-- ARGV: id, lease (ms), grace (ms)
-- → {'taken', fence, kind, version, record, shown, faults} | {'held'} | {'gone'}
local stored = redis.call('HMGET', KEYS[1], 'kind', 'version', 'record', 'shown', 'faults')
if not stored[1] then redis.call('ZREM', KEYS[4], ARGV[1]) end
if not stored[1] or not redis.call('ZSCORE', KEYS[4], ARGV[1]) then return {'gone'} end
if redis.call('EXISTS', KEYS[2]) == 1 then return {'held'} end
local now = store_now()
local fence = redis.call('INCR', KEYS[3])
redis.call('SET', KEYS[2], fence, 'PX', ARGV[2])
redis.call('HSET', KEYS[1], 'fence', fence)
redis.call('ZADD', KEYS[4], now + tonumber(ARGV[2]) + tonumber(ARGV[3]), ARGV[1])
return {'taken', tostring(fence), stored[1], tonumber(stored[2]), stored[3], tonumber(stored[4]), tonumber(stored[5])}
