-- Makes a worker the one that looks after a flow, unless another one is: that one looks once more then before it lets go, because whoever came was woken for
-- something. What is not open any more is settled: an entry of the queue that a dead worker left behind must not settle it twice.
-- KEYS: flow, lease, fences, open
-- ARGV: id, lease (ms), grace (ms)
-- → {'taken', fence, kind, version, record, shown, faults, trace} | {'held'} | {'gone'}
if not redis.call('ZSCORE', KEYS[4], ARGV[1]) then return {'gone'} end
local taken = take(ARGV[1], KEYS, store_now(), ARGV[2], ARGV[3])
if taken[1] == 'held' then redis.call('HSET', KEYS[1], 'woken', 1) end
return taken
