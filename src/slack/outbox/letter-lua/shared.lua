-- Stands before every script of this folder.
--
-- A letter is a hash:
--   version, to, message, final, storedAt   the newest content; `message` goes once it is delivered
--   trace                                   what the newest content was made in
--   first, lane                             the lane before it is posted; the lane it waits in now
--   delivered, channel, ts                  what Slack shows, and where
--   hash, seen                              of the newest content; of what Slack shows, where that is known
--   lease, leaseUntil                       who delivers it now
--   nonce, postingVersion, postingAt        a post was begun and its outcome is not known
--   attempts, notBefore                     failures since the last success; when it may be tried next
--   refusal                                 Slack's last word for why it takes nothing there
-- A lane is a method and a channel (`chat.update C0…`), whose letters are delivered one after another. It is a sorted set of the letters that
-- wait, by when they are due, last words before all others. Whoever delivers holds the lane's lease.
-- KEYS[1] is the sorted set of lanes with letters, by when to look at them: when the next letter is due, the pace allows a call, or the lease
-- is over. Lanes and leases are named after it, letters after KEYS[2].
-- All times are the store's, in ms, so that the clocks of processes may differ.

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
-- Ranks of last words lie this far ahead: below zero until the year 2096.
local ahead = 4e12
local function rankOf(at, final) if final == '1' then return at - ahead else return at end end
local function dueAt(rank) if rank < 0 then return rank + ahead else return rank end end

local function laneKey(lane) return KEYS[1] .. ':' .. lane end
local function leaseKey(lane) return KEYS[1] .. ':' .. lane .. ':lease' end
local function letterKey(key) return KEYS[2] .. key end

-- When the first letter of a lane is due; nothing where none waits.
local function firstDue(lane)
  local last = redis.call('ZRANGEBYSCORE', laneKey(lane), '-inf', '(0', 'WITHSCORES', 'LIMIT', 0, 1)
  local other = redis.call('ZRANGEBYSCORE', laneKey(lane), 0, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local at = nil
  if last[2] then at = dueAt(tonumber(last[2])) end
  if other[2] and (not at or tonumber(other[2]) < at) then at = tonumber(other[2]) end
  return at
end

-- A letter waits in a lane; one that nobody delivers from is looked at in time.
local function wait(lane, key, at, final)
  redis.call('ZADD', laneKey(lane), rankOf(at, final), key)
  redis.call('HSET', letterKey(key), 'lane', lane)
  if redis.call('EXISTS', leaseKey(lane)) == 1 then return end
  local looked = redis.call('ZSCORE', KEYS[1], lane)
  if not looked or tonumber(looked) > at then redis.call('ZADD', KEYS[1], at, lane) end
end

local function release(lane, lease)
  if redis.call('GET', leaseKey(lane)) ~= lease then return end
  redis.call('DEL', leaseKey(lane))
  local at = firstDue(lane)
  if at then redis.call('ZADD', KEYS[1], at, lane) else redis.call('ZREM', KEYS[1], lane) end
end
