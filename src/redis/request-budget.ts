import type { Redis } from 'ioredis'
import type { Clock } from '../core/clock.js'
import { keys } from './keys.js'
import { script } from './script.js'

/** Seconds. A month's days are added up, and the month before may still be asked for. */
const keptFor = 70 * 86_400

/** KEYS: counter of the day.  ARGV: most a day, seconds to keep it. → whether one was left, spent. */
const takeOne = script(`
  local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
  if spent >= tonumber(ARGV[1]) then return { 0, spent } end
  spent = redis.call('INCR', KEYS[1])
  redis.call('EXPIRE', KEYS[1], ARGV[2])
  return { 1, spent }
`)

/** KEYS: counter of the day. → nothing goes below zero. */
const giveOneBack = script(`
  if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end
  return 0
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

  return {
    async take() {
      const [allowed, spent] = (await takeOne(redis, [key()], [perDay, keptFor])) as [number, number]
      return { allowed: allowed === 1, spent, of: perDay }
    },
    async giveBack() {
      await giveOneBack(redis, [key()], [])
    },
    async today() {
      return { spent: Number(await redis.get(key())), of: perDay }
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
