import { script } from '../../redis/script.js'

/*
 * A delivery is a hash that is kept for as long as the same one counts as a duplicate. Until it is answered it is open, and has as well:
 *   about           what is known of it (JSON), for whoever has to answer it instead
 *   token, until    who works on it, and until when without being heard of again
 *   acts            something may have been done: `start` for an operation, which is looked for by its id; `word` for anything else
 *   answer          what it was about to be answered with (JSON)
 *   failed          whoever worked on it gave up
 *   remember        how long it is kept once it is answered (ms)
 * and stands in the sorted set of open ones, by `until`. All times are the store's, in ms, so that the clocks of processes may differ.
 */
const now = `
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
`

/**
 * A store that hung does what it was sent when it goes on, long after the person was told to try again: then it must not remember the
 * delivery, or Slack's next attempt would pass for a duplicate and never be answered.
 * KEYS: delivery, open.  ARGV: id, deadline, how long to remember, about or '' (then it is not kept open), token, lease, how long it may stay open.
 */
export const claimDelivery = script(`${now}
  if now > tonumber(ARGV[2]) then return 'unavailable' end
  if redis.call('EXISTS', KEYS[1]) == 1 then return 'duplicate' end
  if ARGV[4] == '' then
    redis.call('SET', KEYS[1], '1', 'PX', ARGV[3])
    return 'first'
  end
  local til = now + tonumber(ARGV[6])
  redis.call('HSET', KEYS[1], 'about', ARGV[4], 'token', ARGV[5], 'until', til, 'remember', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[7])
  redis.call('ZADD', KEYS[2], til, ARGV[1])
  return 'first'
`)

/**
 * Whether it is still ours; then for another lease.
 * KEYS: delivery, open.  ARGV: id, token, lease, field to set or '', its value. → until when (ms), or -1.
 */
export const holdDelivery = script(`${now}
  if redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] then return -1 end
  local til = math.floor(now + tonumber(ARGV[3]))
  redis.call('HSET', KEYS[1], 'until', til)
  if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], ARGV[4], ARGV[5]) end
  redis.call('ZADD', KEYS[2], til, ARGV[1])
  return til
`)

/** It is answered, or not ours any more. KEYS: delivery, open.  ARGV: id, token. */
export const closeDelivery = script(`
  local own = redis.call('HMGET', KEYS[1], 'token', 'remember')
  if own[1] ~= ARGV[2] then return 0 end
  redis.call('HDEL', KEYS[1], 'about', 'token', 'until', 'acts', 'answer', 'failed')
  redis.call('PEXPIRE', KEYS[1], own[2])
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1
`)

/** Somebody else is to answer it, now. KEYS: delivery, open.  ARGV: id, token. */
export const giveUpDelivery = script(`${now}
  if redis.call('HGET', KEYS[1], 'token') ~= ARGV[2] then return 0 end
  redis.call('HSET', KEYS[1], 'until', now, 'failed', 1)
  redis.call('ZADD', KEYS[2], now, ARGV[1])
  return 1
`)

/** KEYS: open.  ARGV: limit. → ids that nobody was heard of in time. */
export const overdueDeliveries = script(`${now}
  return redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])
`)

/**
 * Takes over what nobody was heard of in time: whoever had it finds that out at the next hold.
 * KEYS: delivery, open.  ARGV: id, token, lease. → {about, acts, answer, failed}, or {} where there is nothing to take over.
 */
export const takeOverDelivery = script(`${now}
  local found = redis.call('HMGET', KEYS[1], 'about', 'until', 'acts', 'answer', 'failed')
  if not found[1] then
    redis.call('ZREM', KEYS[2], ARGV[1])
    return {}
  end
  if tonumber(found[2]) > now then return {} end
  local til = now + tonumber(ARGV[3])
  redis.call('HSET', KEYS[1], 'token', ARGV[2], 'until', til)
  redis.call('ZADD', KEYS[2], til, ARGV[1])
  return {found[1], found[3] or '', found[4] or '', found[5] or ''}
`)
