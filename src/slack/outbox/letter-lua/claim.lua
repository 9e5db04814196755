-- Takes a lane and its first letter, and a place in the pace of its method and channel. The pace key holds when the next call would be due if calls came
-- evenly (GCRA); `burst` of them may come early, `reserve` of these only for last words.
-- KEYS: lanes, letters, pace
-- ARGV: lane, lease, lease (ms), interval (0: no pace), burst, reserve
-- → now, key, fields… | nothing where no letter is due, the pace does not allow one, or another process delivers
local lane, lease = ARGV[1], ARGV[2]
local taken = redis.call('PTTL', leaseKey(lane))
if taken > 0 then
  redis.call('ZADD', KEYS[1], now + taken, lane)
  return false
end
local key
repeat
  key = redis.call('ZRANGEBYSCORE', laneKey(lane), '-inf', now - ahead, 'LIMIT', 0, 1)[1]
    or redis.call('ZRANGEBYSCORE', laneKey(lane), 0, now, 'LIMIT', 0, 1)[1]
  if not key then break end
  local f = redis.call('HMGET', letterKey(key), 'version', 'delivered', 'message', 'leaseUntil', 'final')
  local free = tonumber(f[4] or '0')
  if not f[3] or (f[2] and tonumber(f[2]) >= tonumber(f[1])) then
    -- Delivered, or expired.
    redis.call('ZREM', laneKey(lane), key)
    key = nil
  elseif free > now then
    redis.call('ZADD', laneKey(lane), rankOf(free, f[5]), key)
    key = nil
  end
until key

if not key then
  local at = firstDue(lane)
  if at then redis.call('ZADD', KEYS[1], at, lane) else redis.call('ZREM', KEYS[1], lane) end
  return false
end

local interval = tonumber(ARGV[4])
if interval > 0 then
  local burst = tonumber(ARGV[5])
  local isFinal = redis.call('HGET', letterKey(key), 'final') == '1'
  if not isFinal then burst = burst - tonumber(ARGV[6]) end
  local even = math.max(now, tonumber(redis.call('GET', KEYS[3]) or '0'))
  local allowed = even - (burst - 1) * interval
  if allowed > now then
    -- A last word that is due in between may use what is kept for it.
    local last = redis.call('ZRANGEBYSCORE', laneKey(lane), string.format('(%.3f', now - ahead), '(0', 'WITHSCORES', 'LIMIT', 0, 1)
    if not isFinal and last[2] then allowed = math.min(allowed, dueAt(tonumber(last[2]))) end
    redis.call('ZADD', KEYS[1], allowed, lane)
    return false
  end
  redis.call('SET', KEYS[3], even + interval, 'PX', math.ceil(even + interval - now) + 1000)
end

local leaseUntil = now + tonumber(ARGV[3])
redis.call('SET', leaseKey(lane), lease, 'PX', ARGV[3])
redis.call('ZADD', KEYS[1], leaseUntil, lane)
redis.call('HSET', letterKey(key), 'lease', lease, 'leaseUntil', leaseUntil)
local answer = redis.call('HMGET', letterKey(key), 'version', 'to', 'message', 'final', 'storedAt', 'channel', 'ts', 'nonce',
  'postingVersion', 'postingAt', 'attempts', 'trace')
for i = 1, 12 do answer[i] = answer[i] or '' end
table.insert(answer, 1, key)
table.insert(answer, 1, tostring(math.floor(now)))
return answer
