-- Takes the flows that are to be looked at by now, many at once: each as take.lua does. Their keys are not known before; like all of ohmy's they live in one
-- slot. What another worker has is pushed back, and that worker's.
-- KEYS: open, fences
-- ARGV: what the key of a flow begins with, lease (ms), grace (ms), at most
-- → {ms until the next one is due, or '' where none is open, {id, fence, kind, version, record, shown, faults, trace}…}
local now = store_now()
local answer = {''}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[4])) do
  local flow = ARGV[1] .. id
  local taken = take(id, {flow, flow .. ':lease', KEYS[2], KEYS[1]}, now, ARGV[2], ARGV[3])
  if taken[1] == 'taken' then
    taken[1] = id
    answer[#answer + 1] = taken
  elseif taken[1] == 'held' then
    redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[2]), id)
  end
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if first[2] then answer[1] = math.max(0, tonumber(first[2]) - now) end
return answer
