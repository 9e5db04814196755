import { script } from '../../redis/script.js'

/*
 * A letter is a hash:
 *   version, to, message, final, storedAt   the newest content; `message` goes once it is delivered
 *   delivered, channel, ts                  what Slack shows, and where
 *   lease, leaseUntil                       who delivers it now
 *   nonce, postingVersion, postingAt        a post was begun and its outcome is not known
 *   attempts, notBefore                     failures since the last success; when it may be tried next
 * All times are the store's, in ms, so that the clocks of processes may differ. In the sorted set of due letters each stands once.
 */
const now = `
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
`

/** KEYS: letter, due.  ARGV: key, version, to, message, final, lifetime. → 1 stored, 0 there is a newer one. */
export const storeLetter = script(`${now}
  local stored = redis.call('HMGET', KEYS[1], 'version', 'notBefore')
  if stored[1] and tonumber(stored[1]) >= tonumber(ARGV[2]) then return 0 end
  redis.call('HSET', KEYS[1], 'version', ARGV[2], 'to', ARGV[3], 'message', ARGV[4], 'final', ARGV[5], 'storedAt', now)
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  local at = math.max(now, tonumber(stored[2] or '0'))
  local due = redis.call('ZSCORE', KEYS[2], ARGV[1])
  if not due or tonumber(due) > at then redis.call('ZADD', KEYS[2], at, ARGV[1]) end
  return 1
`)

/** KEYS: due.  ARGV: limit. → keys of letters that are due, first first, and ms until the next one after them (-1: none). */
export const dueLetters = script(`${now}
  local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
  local next = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local wait = -1
  if next[2] then wait = math.ceil(tonumber(next[2]) - now) end
  return {wait, due}
`)

/**
 * Takes a letter for `leaseFor` ms, and a place in the pace of its method and channel: the pace key holds when the next call would be due
 * if calls came evenly (GCRA); `burst` of them may come early.
 * KEYS: letter, due, pace.  ARGV: key, lease, leaseFor, ts expected ('' none), interval (0: no pace), burst.
 * → {'nothing'}, {'wait', ms} or {'claimed', now, fields…}.
 */
export const claimLetter = script(`${now}
  local f = redis.call('HMGET', KEYS[1], 'version', 'delivered', 'message', 'leaseUntil', 'notBefore', 'ts')
  if not f[3] or (f[2] and tonumber(f[2]) >= tonumber(f[1])) then
    redis.call('ZREM', KEYS[2], ARGV[1])
    return {'nothing'}
  end
  local free = math.max(tonumber(f[4] or '0'), tonumber(f[5] or '0'))
  if free > now then
    redis.call('ZADD', KEYS[2], free, ARGV[1])
    return {'nothing'}
  end
  if (f[6] or '') ~= ARGV[4] then return {'nothing'} end
  local interval = tonumber(ARGV[5])
  if interval > 0 then
    local even = math.max(now, tonumber(redis.call('GET', KEYS[3]) or '0'))
    local wait = even - (tonumber(ARGV[6]) - 1) * interval - now
    if wait > 0 then return {'wait', math.ceil(wait)} end
    redis.call('SET', KEYS[3], even + interval, 'PX', math.ceil(even + interval - now) + 1000)
  end
  local leaseUntil = now + tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], 'lease', ARGV[2], 'leaseUntil', leaseUntil)
  redis.call('ZADD', KEYS[2], leaseUntil, ARGV[1])
  local answer = redis.call('HMGET', KEYS[1], 'version', 'to', 'message', 'final', 'storedAt', 'channel', 'ts', 'nonce',
    'postingVersion', 'postingAt', 'attempts')
  for i = 1, 11 do answer[i] = answer[i] or '' end
  table.insert(answer, 1, tostring(math.floor(now)))
  table.insert(answer, 1, 'claimed')
  return answer
`)

/** Before each call: still ours? KEYS: letter, due.  ARGV: key, lease, leaseFor, nonce ('' no post), version. → 1 or 0. */
export const holdLetter = script(`${now}
  if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[2] then return 0 end
  local leaseUntil = now + tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], 'leaseUntil', leaseUntil)
  redis.call('ZADD', KEYS[2], leaseUntil, ARGV[1])
  if ARGV[4] ~= '' then
    if redis.call('HGET', KEYS[1], 'nonce') ~= ARGV[4] then
      redis.call('HSET', KEYS[1], 'nonce', ARGV[4], 'postingAt', now)
    end
    redis.call('HSET', KEYS[1], 'postingVersion', ARGV[5])
  end
  return 1
`)

/**
 * Slack shows this version, or never will. KEYS: letter, due.  ARGV: key, lease, version, channel, ts ('' none), spacing, lifetime.
 * → 1, or 0 where the letter has been taken over.
 */
export const deliveredLetter = script(`${now}
  local f = redis.call('HMGET', KEYS[1], 'lease', 'version')
  if f[1] ~= ARGV[2] then return 0 end
  redis.call('HDEL', KEYS[1], 'lease', 'leaseUntil', 'attempts')
  redis.call('HSET', KEYS[1], 'delivered', ARGV[3], 'notBefore', now + tonumber(ARGV[6]))
  -- Without a ts it was given up: a post that was begun may be there all the same, for the next version to find.
  if ARGV[5] ~= '' then
    redis.call('HSET', KEYS[1], 'channel', ARGV[4], 'ts', ARGV[5])
    redis.call('HDEL', KEYS[1], 'nonce', 'postingVersion', 'postingAt')
  end
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  if tonumber(f[2]) > tonumber(ARGV[3]) then
    redis.call('ZADD', KEYS[2], now + tonumber(ARGV[6]), ARGV[1])
  else
    redis.call('HDEL', KEYS[1], 'message')
    redis.call('ZREM', KEYS[2], ARGV[1])
  end
  return 1
`)

/**
 * Not now. KEYS: letter, due.  ARGV: key, lease, wait, failed (1: counts, and newer content waits too), forget ('posting', 'message' or '').
 * → 1, or 0 where the letter has been taken over.
 */
export const laterLetter = script(`${now}
  if redis.call('HGET', KEYS[1], 'lease') ~= ARGV[2] then return 0 end
  redis.call('HDEL', KEYS[1], 'lease', 'leaseUntil')
  if ARGV[5] ~= '' then redis.call('HDEL', KEYS[1], 'nonce', 'postingVersion', 'postingAt') end
  if ARGV[5] == 'message' then redis.call('HDEL', KEYS[1], 'channel', 'ts') end
  local at = now + tonumber(ARGV[3])
  if ARGV[4] == '1' then
    redis.call('HINCRBY', KEYS[1], 'attempts', 1)
    redis.call('HSET', KEYS[1], 'notBefore', at)
  end
  redis.call('ZADD', KEYS[2], at, ARGV[1])
  return 1
`)

/** Slack asked for a pause. KEYS: pace.  ARGV: pause in ms, interval, burst. */
export const pausePace = script(`${now}
  local even = now + tonumber(ARGV[1]) + (tonumber(ARGV[3]) - 1) * tonumber(ARGV[2])
  if even > tonumber(redis.call('GET', KEYS[1]) or '0') then
    redis.call('SET', KEYS[1], even, 'PX', math.ceil(even - now) + 1000)
  end
  return 1
`)

/** Puts letters off for `wait` ms, in this order. KEYS: due.  ARGV: wait, keys…. */
export const postponeLetters = script(`${now}
  for i = 2, #ARGV do
    redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[1]) + i / 100, ARGV[i])
  end
  return 1
`)
