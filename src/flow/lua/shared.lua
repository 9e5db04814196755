-- Stands before every script of this folder.
--
-- A flow is a hash {kind, version, fence, faults, shown, woken, record, state, trace}. Every write names the version it was based on; a worker's writes also name its fence,
-- the number it drew when it took the flow over: whoever draws later wins, and what an older worker still tries to write is refused.
-- What flows hold (a service, a place among somebody's queries) is a set of flow ids with room for so many.

-- The store's clock rules: a process whose own clock is wrong takes nothing too early and nothing too late. Milliseconds.
local function store_now()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- Somebody looks after it by then, or sooner where that was said before.
local function look_by(open, id, at)
  local before = redis.call('ZSCORE', open, id)
  if not before or tonumber(before) > at then redis.call('ZADD', open, at, id) end
end

-- The first of KEYS[first] … KEYS[last] that has no room for the id; ARGV[room] and the following say how many fit.
local function full(id, first, last, room)
  for i = first, last do
    local most = tonumber(ARGV[room + i - first])
    if redis.call('SISMEMBER', KEYS[i], id) == 0 and redis.call('SCARD', KEYS[i]) >= most then return KEYS[i] end
  end
  return nil
end

-- An open flow for a worker that draws the next fence, unless another one has its lease. keys: flow, lease, fences, open
local function take(id, keys, now, lease, grace)
  local stored = redis.call('HMGET', keys[1], 'kind', 'version', 'record', 'shown', 'faults', 'trace')
  if not stored[1] then
    redis.call('ZREM', keys[4], id)
    return {'gone'}
  end
  local fence = redis.call('INCR', keys[3])
  if not redis.call('SET', keys[2], fence, 'PX', lease, 'NX') then return {'held'} end
  redis.call('HSET', keys[1], 'fence', fence, 'woken', 0)
  redis.call('ZADD', keys[4], now + tonumber(lease) + tonumber(grace), id)
  return {'taken', tostring(fence), stored[1], tonumber(stored[2]), stored[3], tonumber(stored[4]), tonumber(stored[5]), stored[6] or ''}
end
