import { script } from '../redis/script.js'

/*
 * A job is a hash {version, fence, record, shown}. Every write names the version it was based on; a worker's writes also name its fence, the number
 * it drew when it took the job over: whoever draws later wins. `shown` is the version of the message that the outbox has.
 */

/**
 * KEYS: job, open, running jobs of…  ARGV: id, record, now, wakeAt, deadline, lifetime, limits of…
 * → {'created'} or {'many', which of the limits}.
 */
export const createJob = script(`
  if redis.call('EXISTS', KEYS[1]) == 1 then return {'created'} end
  for i = 3, #KEYS do
    redis.call('ZREMRANGEBYSCORE', KEYS[i], '-inf', ARGV[3])
    if redis.call('ZCARD', KEYS[i]) >= tonumber(ARGV[i + 4]) then return {'many', i - 3} end
  end
  for i = 3, #KEYS do
    redis.call('ZADD', KEYS[i], ARGV[5], ARGV[1])
    redis.call('PEXPIRE', KEYS[i], ARGV[6])
  end
  redis.call('HSET', KEYS[1], 'version', 1, 'fence', 0, 'record', ARGV[2], 'shown', 0)
  redis.call('PEXPIRE', KEYS[1], ARGV[6])
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  return {'created'}
`)

/** KEYS: job, open.  ARGV: version, fence or '', record, id, wakeAt or ''. */
export const writeJob = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'fence')
  if not stored[1] then return {'gone'} end
  if ARGV[2] ~= '' and stored[2] ~= ARGV[2] then return {'fenced'} end
  if stored[1] ~= ARGV[1] then return {'moved'} end
  local version = tonumber(stored[1]) + 1
  redis.call('HSET', KEYS[1], 'version', version, 'record', ARGV[3])
  if ARGV[5] ~= '' then redis.call('ZADD', KEYS[2], ARGV[5], ARGV[4]) end
  return {'written', version}
`)

/** KEYS: job, lease, fences, open.  ARGV: id, lease ms, wakeAt. */
export const takeJob = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'record', 'shown')
  if not stored[1] then redis.call('ZREM', KEYS[4], ARGV[1]) end
  if not stored[1] or not redis.call('ZSCORE', KEYS[4], ARGV[1]) then return {'gone'} end
  if redis.call('EXISTS', KEYS[2]) == 1 then return {'held'} end
  local fence = redis.call('INCR', KEYS[3])
  redis.call('SET', KEYS[2], fence, 'PX', ARGV[2])
  redis.call('HSET', KEYS[1], 'fence', fence)
  redis.call('ZADD', KEYS[4], 'XX', ARGV[3], ARGV[1])
  return {'taken', tostring(fence), tonumber(stored[1]), stored[2], tonumber(stored[3] or '0')}
`)

/** KEYS: job, lease, open.  ARGV: id, fence, lease ms, wakeAt. → 1 still held (and prolonged), 0 not. */
export const holdJob = script(`
  if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[2] then return 0 end
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  redis.call('ZADD', KEYS[3], 'XX', ARGV[4], ARGV[1])
  return 1
`)

/**
 * A word that came after the worker's last look says itself by when somebody must look: that is not put off.
 * KEYS: job, lease, open.  ARGV: id, fence, the version the worker knows, wakeAt, shown.
 */
export const releaseJob = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'fence')
  if stored[2] ~= ARGV[2] then return 'fenced' end
  redis.call('DEL', KEYS[2])
  redis.call('HSET', KEYS[1], 'shown', ARGV[5])
  if stored[1] ~= ARGV[3] then return 'moved' end
  redis.call('ZADD', KEYS[3], 'XX', ARGV[4], ARGV[1])
  return 'released'
`)

/** KEYS: job, lease, open, running jobs of…  ARGV: id, fence, ms to keep the record. */
export const settleJob = script(`
  if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[2] then return 0 end
  redis.call('DEL', KEYS[2])
  for i = 3, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 1
`)

/** Ids nobody looked after in time; pushed back so that only one process picks each up. KEYS: open.  ARGV: now, until, limit. */
export const claimOverdueJobs = script(`
  local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
  for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id) end
  return ids
`)
