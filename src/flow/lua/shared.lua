-- Stands before every script of this folder.
--
-- A flow is a hash {kind, version, fence, faults, shown, record}. Every write names the version it was based on; a worker's writes also name its fence,
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
