import { script } from '../../redis/script.js'

/*
 * A letter is a hash:
 *   version, to, message, final, storedAt   the newest content; `message` goes once it is delivered
 *   first, lane                             the lane before it is posted; the lane it waits in now
 *   delivered, channel, ts                  what Slack shows, and where
 *   lease, leaseUntil                       who delivers it now
 *   nonce, postingVersion, postingAt        a post was begun and its outcome is not known
 *   attempts, notBefore                     failures since the last success; when it may be tried next
 * A lane is a method and a channel (`chat.update C0…`), whose letters are delivered one after another. It is a sorted set of the letters that
 * wait, by when they are due, last words before all others. Whoever delivers holds the lane's lease.
 * KEYS[1] is the sorted set of lanes with letters, by when to look at them: when the next letter is due, the pace allows a call, or the lease
 * is over. Lanes and leases are named after it, letters after KEYS[2].
 * All times are the store's, in ms, so that the clocks of processes may differ.
 */
const words = `
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
`

/**
 * New content keeps the place of the one that was not shown yet.
 * KEYS: lanes, letters.  ARGV: key, version, to, message, final, lifetime, lane. → 1 stored, 0 there is a newer one.
 */
export const storeLetter = script(`${words}
  local key, final, first = ARGV[1], ARGV[5], ARGV[7]
  local f = redis.call('HMGET', letterKey(key), 'version', 'notBefore', 'lane', 'channel', 'ts')
  if f[1] and tonumber(f[1]) >= tonumber(ARGV[2]) then return 0 end
  redis.call('HSET', letterKey(key), 'version', ARGV[2], 'to', ARGV[3], 'message', ARGV[4], 'final', final, 'storedAt', now, 'first', first)
  redis.call('PEXPIRE', letterKey(key), ARGV[6])
  local lane = first
  if f[5] then lane = 'chat.update ' .. f[4] end
  local at = math.max(now, tonumber(f[2] or '0'))
  if f[3] then
    local rank = redis.call('ZSCORE', laneKey(f[3]), key)
    if rank then at = math.min(at, dueAt(tonumber(rank))) end
    if f[3] ~= lane then redis.call('ZREM', laneKey(f[3]), key) end
  end
  wait(lane, key, at, final)
  return 1
`)

/** KEYS: lanes.  ARGV: limit. → ms until the next lane after them (-1: none), and lanes to look at, first first. */
export const dueLanes = script(`${words}
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
  local next = redis.call('ZRANGEBYSCORE', KEYS[1], string.format('(%.3f', now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local rest = -1
  if next[2] then rest = math.ceil(tonumber(next[2]) - now) end
  return {rest, due}
`)

/**
 * Takes the lane and its first letter for `leaseFor` ms, and a place in the pace of its method and channel: the pace key holds when the next
 * call would be due if calls came evenly (GCRA); `burst` of them may come early, `reserve` of these only for last words.
 * KEYS: lanes, letters, pace.  ARGV: lane, lease, leaseFor, interval (0: no pace), burst, reserve.
 * → nothing where no letter is due, the pace does not allow one or another process delivers; otherwise now, key, fields….
 */
export const claimLetter = script(`${words}
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
    'postingVersion', 'postingAt', 'attempts')
  for i = 1, 11 do answer[i] = answer[i] or '' end
  table.insert(answer, 1, key)
  table.insert(answer, 1, tostring(math.floor(now)))
  return answer
`)

/** Before each call: still ours? KEYS: lanes, letters.  ARGV: key, lane, lease, leaseFor, nonce ('' no post), version. → 1 or 0. */
export const holdLetter = script(`${words}
  local key, lane, lease = ARGV[1], ARGV[2], ARGV[3]
  if redis.call('HGET', letterKey(key), 'lease') ~= lease then return 0 end
  local leaseUntil = now + tonumber(ARGV[4])
  redis.call('HSET', letterKey(key), 'leaseUntil', leaseUntil)
  if redis.call('GET', leaseKey(lane)) == lease then
    redis.call('PEXPIRE', leaseKey(lane), ARGV[4])
    redis.call('ZADD', KEYS[1], leaseUntil, lane)
  end
  if ARGV[5] ~= '' then
    if redis.call('HGET', letterKey(key), 'nonce') ~= ARGV[5] then
      redis.call('HSET', letterKey(key), 'nonce', ARGV[5], 'postingAt', now)
    end
    redis.call('HSET', letterKey(key), 'postingVersion', ARGV[6])
  end
  return 1
`)

/**
 * Slack shows this version, or never will. KEYS: lanes, letters.
 * ARGV: key, lane, lease, version, channel, ts ('' none), spacing, lifetime. → 1, or 0 where the letter has been taken over.
 */
export const deliveredLetter = script(`${words}
  local key, lane, lease, channel, ts = ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6]
  local f = redis.call('HMGET', letterKey(key), 'lease', 'version', 'final', 'first', 'lane', 'channel', 'ts')
  if f[1] == lease then
    local notBefore = now + tonumber(ARGV[7])
    redis.call('HDEL', letterKey(key), 'lease', 'leaseUntil', 'attempts')
    redis.call('HSET', letterKey(key), 'delivered', ARGV[4], 'notBefore', notBefore)
    -- Without a ts it was given up: a post that was begun may be there all the same, for the next version to find.
    if ts ~= '' then
      redis.call('HSET', letterKey(key), 'channel', channel, 'ts', ts)
      redis.call('HDEL', letterKey(key), 'nonce', 'postingVersion', 'postingAt')
    elseif f[7] then
      channel, ts = f[6], f[7]
    end
    redis.call('PEXPIRE', letterKey(key), ARGV[8])
    if f[5] then redis.call('ZREM', laneKey(f[5]), key) end
    if tonumber(f[2]) > tonumber(ARGV[4]) then
      local following = f[4]
      if ts ~= '' then following = 'chat.update ' .. channel end
      wait(following, key, notBefore, f[3])
    else
      redis.call('HDEL', letterKey(key), 'message', 'lane')
    end
  end
  release(lane, lease)
  if f[1] == lease then return 1 else return 0 end
`)

/**
 * Not now. KEYS: lanes, letters.
 * ARGV: key, lane, lease, wait, failed (1: counts, and newer content waits too), forget ('posting', 'message' or '').
 * → 1, or 0 where the letter has been taken over.
 */
export const laterLetter = script(`${words}
  local key, lane, lease, forget = ARGV[1], ARGV[2], ARGV[3], ARGV[6]
  local f = redis.call('HMGET', letterKey(key), 'lease', 'final', 'first', 'lane')
  if f[1] == lease then
    redis.call('HDEL', letterKey(key), 'lease', 'leaseUntil')
    if forget ~= '' then redis.call('HDEL', letterKey(key), 'nonce', 'postingVersion', 'postingAt') end
    local following = f[4] or lane
    if forget == 'message' then
      redis.call('HDEL', letterKey(key), 'channel', 'ts')
      redis.call('ZREM', laneKey(following), key)
      following = f[3]
    end
    local at = now + tonumber(ARGV[4])
    if ARGV[5] == '1' then
      redis.call('HINCRBY', letterKey(key), 'attempts', 1)
      redis.call('HSET', letterKey(key), 'notBefore', at)
    end
    wait(following, key, at, f[2])
  end
  release(lane, lease)
  if f[1] == lease then return 1 else return 0 end
`)

/** Slack asked for a pause. KEYS: pace.  ARGV: pause in ms, interval, burst. */
export const pausePace = script(`${words}
  local even = now + tonumber(ARGV[1]) + (tonumber(ARGV[3]) - 1) * tonumber(ARGV[2])
  if even > tonumber(redis.call('GET', KEYS[1]) or '0') then
    redis.call('SET', KEYS[1], even, 'PX', math.ceil(even - now) + 1000)
  end
  return 1
`)

/** KEYS: lanes. → how many letters wait, now or for later. */
export const waitingLetters = script(`${words}
  local waiting = 0
  for _, lane in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do waiting = waiting + redis.call('ZCARD', laneKey(lane)) end
  return waiting
`)
