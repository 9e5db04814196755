import { script } from './script.js'

/*
 * An answer is a hash {at, value, by}; while the last attempt to ask failed, also {failedAt, failure}. `by` is the token of whoever published
 * last: who waits for the one that asks knows by it that something was published. Times are those of the asking processes' clocks (ms).
 */

/**
 * What is known, and who asks now.
 * KEYS: answer, lease.  ARGV: now, freshFor, failedFor, token, lease ms, `by` as it was when waiting began, or '-'.
 * → {'fresh' | 'failed' | 'ask' | 'wait', at, value, failure, by}
 */
export const lookAtAnswer = script(`
  local kept = redis.call('HMGET', KEYS[1], 'at', 'value', 'failedAt', 'failure', 'by')
  local now = tonumber(ARGV[1])
  local by = kept[5] or ''
  local published = ARGV[6] ~= '-' and ARGV[6] ~= by
  local verdict
  if kept[1] and now - tonumber(kept[1]) < tonumber(ARGV[2]) then
    verdict = 'fresh'
  elseif kept[3] and (published or now - tonumber(kept[3]) < tonumber(ARGV[3])) then
    verdict = 'failed'
  elseif kept[1] and published then
    verdict = 'fresh'
  elseif redis.call('SET', KEYS[2], ARGV[4], 'PX', ARGV[5], 'NX') then
    verdict = 'ask'
  else
    verdict = 'wait'
  end
  return {verdict, kept[1] or '', kept[2] or '', kept[4] or '', by}
`)

/** Whoever asks is still at it. KEYS: lease.  ARGV: token, lease ms. */
export const prolongLease = script(`
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
`)

/** KEYS: answer, lease.  ARGV: token, at, value, expiry ms. Who lost the lease publishes nothing: somebody else asks, or it was forgotten. */
export const publishAnswer = script(`
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[2])
  redis.call('HDEL', KEYS[1], 'failedAt', 'failure')
  redis.call('HSET', KEYS[1], 'at', ARGV[2], 'value', ARGV[3], 'by', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 1
`)

/** KEYS: answer, lease.  ARGV: token, now, failure, expiry ms at least. */
export const publishFailure = script(`
  if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'failedAt', ARGV[2], 'failure', ARGV[3], 'by', ARGV[1])
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[1], ARGV[4]) end
  return 1
`)
