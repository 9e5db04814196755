-- How much there is to do in a lane, for who watches it. Flows are counted by kind and state up to a number, so that this stays short.
-- KEYS: open, the queue's entries that wait, those under way
-- ARGV: what the key of a flow begins with, that of an entry, flows that are looked at
-- → {open, due, ms the first is late, waiting, ms the oldest waits, under way, {kind, state, number}…}
local now = store_now()
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
local late = 0
if first[2] then late = math.max(0, now - tonumber(first[2])) end
local oldest = redis.call('LINDEX', KEYS[2], -1)
local since = oldest and redis.call('HGET', ARGV[2] .. oldest, 'timestamp')
local waits = 0
if since then waits = math.max(0, now - tonumber(since)) end
local numbers, answer = {}, {
  redis.call('ZCARD', KEYS[1]), redis.call('ZCOUNT', KEYS[1], '-inf', now), late,
  redis.call('LLEN', KEYS[2]), waits, redis.call('LLEN', KEYS[3])
}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, tonumber(ARGV[3]) - 1)) do
  local flow = redis.call('HMGET', ARGV[1] .. id, 'kind', 'state')
  if flow[1] then
    local state = flow[2] or 'unknown'
    local name = flow[1] .. '\n' .. state
    if not numbers[name] then
      numbers[name] = {flow[1], state, 0}
      answer[#answer + 1] = numbers[name]
    end
    numbers[name][3] = numbers[name][3] + 1
  end
end
return answer
