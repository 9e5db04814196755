import type { Redis } from 'ioredis'
import type { Clock } from '../core/clock.js'
import { keys } from './keys.js'
import { script } from './script.js'

/** Seconds. A month's days are added up, and the month before may still be asked for. */
const keptFor = 70 * 86_400

/** So many failed requests for each that may be paid for: AWS does not say whether it bills them, so they have an end, too. */
const failuresEach = 10

/** KEYS: counters of the day, of paid and of failed requests.  ARGV: most a day of each, seconds to keep it. → whether one was left, spent, failed. */
const takeOne = script(`
  local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
  local failed = tonumber(redis.call('GET', KEYS[2]) or '0')
  if spent >= tonumber(ARGV[1]) or failed >= tonumber(ARGV[2]) then return { 0, spent, failed } end
  spent = redis.call('INCR', KEYS[1])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
  return { 1, spent, failed }
`)

/** KEYS: counter of the day. → nothing goes below zero. */
const giveOneBack = script(`
  if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end
  return 0
`)

/** KEYS: counters of the day, of paid and of failed requests.  ARGV: seconds to keep it. → failed. */
const failOne = script(`
  if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then redis.call('DECR', KEYS[1]) end
  local failed = redis.call('INCR', KEYS[2])
  redis.call('EXPIRE', KEYS[2], ARGV[1])
  return failed
`)

export interface RequestBudgetOptions {
  readonly redis: Redis
  readonly clock: Clock
  /** What is paid for: `cost-explorer`. */
  readonly what: string
  /** Most a day. */
  readonly perDay: number
}

/** The count lives in the store, so that no number of processes and no restart spends more. */
export function createRequestBudget({ redis, clock, what, perDay }: RequestBudgetOptions) {
  const day = () => new Date(clock.now()).toISOString().slice(0, 10)
  const key = () => keys.requestsPaid(what, day())
  const failedKey = () => keys.requestsFailed(what, day())

  return {
    async take() {
      const most = [perDay, perDay * failuresEach, keptFor]
      const answer = await takeOne(redis, [key(), failedKey()], most)
      const [allowed, spent, failed] = answer as [number, number, number]
      return { allowed: allowed === 1, spent, of: perDay, failed }
    },
    async giveBack() {
      await giveOneBack(redis, [key()], [])
    },
    async fail() {
      await failOne(redis, [key(), failedKey()], [keptFor])
    },
    async today() {
      const [spent, failed] = await redis.mget(key(), failedKey())
      return { spent: Number(spent ?? 0), of: perDay, failed: Number(failed ?? 0) }
    },
    async thisMonth() {
      const today = day()
      const days = Array.from({ length: Number(today.slice(8)) }, (_, index) =>
        keys.requestsPaid(what, `${today.slice(0, 8)}${String(index + 1).padStart(2, '0')}`),
      )
      const counts = await redis.mget(...days)
      return counts.reduce((total, count) => total + Number(count ?? 0), 0)
    },
  }
}
