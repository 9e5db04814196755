-- Replaces the record, takes and frees what it holds. Without a fence it is a person's word: it also says by when somebody must look, in the same
-- write, so that no lost wake-up leaves it lying.
-- KEYS: flow, open, to take…, to free…
-- ARGV: id, version, fence or '', record, look within (ms), state, how many to take, room of each to take
-- → {'written', version} | {'moved'} | {'gone'} | {'fenced'} | {'held', key}
local stored = redis.call('HMGET', KEYS[1], 'version', 'fence')
if not stored[1] then return {'gone'} end
if ARGV[3] ~= '' and stored[2] ~= ARGV[3] then return {'fenced'} end
if stored[1] ~= ARGV[2] then return {'moved'} end
local last = 2 + tonumber(ARGV[7])
local taken = full(ARGV[1], 3, last, 8)
if taken then return {'held', taken} end
for i = 3, last do redis.call('SADD', KEYS[i], ARGV[1]) end
for i = last + 1, #KEYS do redis.call('SREM', KEYS[i], ARGV[1]) end
local version = tonumber(stored[1]) + 1
redis.call('HSET', KEYS[1], 'version', version, 'record', ARGV[4], 'state', ARGV[6])
if ARGV[3] == '' then
  redis.call('PERSIST', KEYS[1])
  look_by(KEYS[2], ARGV[1], store_now() + tonumber(ARGV[5]))
end
return {'written', version}
