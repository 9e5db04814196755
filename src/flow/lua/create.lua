-- Keeps a new flow, takes what it holds, and has it looked at.
-- KEYS: flow, open, all, held…
-- ARGV: id, kind, record, look within (ms), not after (the store's ms, or ''), kept for (ms), state, trace or '', room of each held
-- → {'created'} | {'there'} | {'late'} | {'held', key}
local now = store_now()
if ARGV[5] ~= '' and now > tonumber(ARGV[5]) then return {'late'} end
if redis.call('EXISTS', KEYS[1]) == 1 then return {'there'} end
local taken = full(ARGV[1], 4, #KEYS, 9)
if taken then return {'held', taken} end
for i = 4, #KEYS do redis.call('SADD', KEYS[i], ARGV[1]) end
redis.call('HSET', KEYS[1], 'kind', ARGV[2], 'version', 1, 'fence', 0, 'faults', 0, 'shown', 0, 'record', ARGV[3],
  'state', ARGV[7], 'trace', ARGV[8])
redis.call('ZADD', KEYS[2], now + tonumber(ARGV[4]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[6]))
redis.call('ZADD', KEYS[3], now, ARGV[1])
return {'created'}
