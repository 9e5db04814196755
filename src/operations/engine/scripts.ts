import { script } from '../../redis/script.js'

/*
 * An operation is a hash {version, fence, record}. Every write names the version it was based on; a worker's writes also name its fence, the
 * number it drew when it took the operation over. Whoever draws later wins: what an older worker still tries to write is refused.
 */

/** KEYS: operation, open, all, locks…  ARGV: id, record, requestedAt, wakeAt, notAfter, takeLocks. */
export const createOperation = script(`
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  if ARGV[5] ~= '' and now > tonumber(ARGV[5]) then return {'late'} end
  if redis.call('EXISTS', KEYS[1]) == 1 then return {'created'} end
  if ARGV[6] == '1' then
    for i = 4, #KEYS do
      local holder = redis.call('GET', KEYS[i])
      if holder and holder ~= ARGV[1] then return {'held', KEYS[i], holder} end
    end
    for i = 4, #KEYS do redis.call('SET', KEYS[i], ARGV[1]) end
  end
  redis.call('HSET', KEYS[1], 'version', 1, 'fence', 0, 'record', ARGV[2])
  redis.call('ZADD', KEYS[2], ARGV[4], ARGV[1])
  redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
  return {'created'}
`)

/** KEYS: operation, open, locks…  ARGV: id, version, fence or '', record, wakeAt or '', 'lock' | 'unlock' | ''. */
export const writeOperation = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'fence')
  if not stored[1] then return {'gone'} end
  if ARGV[3] ~= '' and stored[2] ~= ARGV[3] then return {'fenced'} end
  if stored[1] ~= ARGV[2] then return {'moved'} end
  if ARGV[6] == 'lock' then
    for i = 3, #KEYS do
      local holder = redis.call('GET', KEYS[i])
      if holder and holder ~= ARGV[1] then return {'held', KEYS[i], holder} end
    end
    for i = 3, #KEYS do redis.call('SET', KEYS[i], ARGV[1]) end
  end
  local version = tonumber(stored[1]) + 1
  redis.call('HSET', KEYS[1], 'version', version, 'record', ARGV[4])
  if ARGV[5] ~= '' then redis.call('ZADD', KEYS[2], ARGV[5], ARGV[1]) end
  if ARGV[6] == 'unlock' then
    for i = 3, #KEYS do
      if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end
    end
  end
  return {'written', version}
`)

/**
 * What is not open any more is settled: a job that a dead worker left behind must not settle it a second time.
 * KEYS: operation, lease, fences, open.  ARGV: id, lease ms, wakeAt.
 */
export const takeOperation = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'record')
  if not stored[1] or not redis.call('ZSCORE', KEYS[4], ARGV[1]) then return {'gone'} end
  if redis.call('EXISTS', KEYS[2]) == 1 then return {'held'} end
  local fence = redis.call('INCR', KEYS[3])
  redis.call('SET', KEYS[2], fence, 'PX', ARGV[2])
  redis.call('HSET', KEYS[1], 'fence', fence)
  redis.call('ZADD', KEYS[4], 'XX', ARGV[3], ARGV[1])
  return {'taken', tostring(fence), tonumber(stored[1]), stored[2]}
`)

/** Whether the fence and the locks still hold; then the lease is prolonged. KEYS: operation, lease, open, locks…  ARGV: id, fence, lease ms, wakeAt. */
export const holdOperation = script(`
  if redis.call('HGET', KEYS[1], 'fence') ~= ARGV[2] then return 0 end
  for i = 4, #KEYS do
    if redis.call('GET', KEYS[i]) ~= ARGV[1] then return 0 end
  end
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  redis.call('ZADD', KEYS[3], 'XX', ARGV[4], ARGV[1])
  return 1
`)

/**
 * A word that came after the worker's last look says itself by when somebody must look: that is not put off.
 * KEYS: operation, lease, open.  ARGV: id, fence, the version the worker knows, wakeAt or '' when there is nothing more to do.
 */
export const releaseOperation = script(`
  local stored = redis.call('HMGET', KEYS[1], 'version', 'fence')
  if stored[2] ~= ARGV[2] then return 'fenced' end
  redis.call('DEL', KEYS[2])
  if ARGV[4] == '' then
    redis.call('ZREM', KEYS[3], ARGV[1])
  elseif stored[1] == ARGV[3] then
    redis.call('ZADD', KEYS[3], 'XX', ARGV[4], ARGV[1])
  else
    return 'moved'
  end
  return 'released'
`)

/** Ids nobody looked after in time; pushed back so that only one process picks each up. KEYS: open.  ARGV: now, until, limit. */
export const claimOverdue = script(`
  local ids = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
  for _, id in ipairs(ids) do redis.call('ZADD', KEYS[1], 'XX', ARGV[2], id) end
  return ids
`)

/** KEYS: lock.  ARGV: the holder it must still have. */
export const freeLock = script(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0
`)
