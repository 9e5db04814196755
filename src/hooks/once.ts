import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'
import { idFrom } from '../core/ids.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'
import { type HookAnswer, HookRefusal } from './refusal.js'

/** Answers are remembered for so long (ms). */
const rememberFor = 7 * 24 * 3_600_000
/** Whoever claimed a request and has not answered by then died; the next one may go on (ms). */
const claimFor = 30_000
/** Signatures are accepted for ten minutes in all (ms). */
const signatureFor = 11 * 60_000

/** KEYS: request.  ARGV: hash of the body, now, claim until, expiry (all ms). → 'claimed', 'other', 'busy' or the answer. */
const claim = script(`
  local kept = redis.call('HMGET', KEYS[1], 'body', 'answer', 'until')
  if kept[1] and kept[1] ~= ARGV[1] then return 'other' end
  if kept[2] then return kept[2] end
  if kept[3] and tonumber(kept[3]) > tonumber(ARGV[2]) then return 'busy' end
  redis.call('HSET', KEYS[1], 'body', ARGV[1], 'until', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return 'claimed'
`)

/** Says which answers hold for good; the others may be asked for again under the same key. */
export type IsFinal = (answer: HookAnswer) => boolean

export type Once = ReturnType<typeof createOnce>

/** One request, one answer: what comes again with the same key and body is answered as before, and starts nothing. */
export function createOnce(redis: Redis, now: () => number) {
  const nameOf = (key: string) => keys.hook(hash(key))
  return {
    /** @throws HookRefusal (409) when the key stands for another request, or when that one is still being worked on */
    async run(
      key: string,
      body: Buffer,
      work: () => Promise<HookAnswer>,
      isFinal: IsFinal,
    ): Promise<HookAnswer> {
      const name = nameOf(key)
      const at = now()
      const claimed = (await claim(redis, [name], [hash(body), at, at + claimFor, rememberFor])) as string
      if (claimed === 'other') {
        const what = 'This Idempotency-Key was used for a request with another body.'
        throw new HookRefusal(409, 'idempotency-key-reused', what, 'Use a new key for a new request.')
      }
      if (claimed === 'busy') {
        const what = 'The same request is being worked on.'
        throw new HookRefusal(409, 'in-progress', what, 'Send it again in a few seconds, with the same key.')
      }
      if (claimed !== 'claimed') return JSON.parse(claimed) as HookAnswer
      try {
        const answer = await work()
        if (isFinal(answer)) await redis.hset(name, 'answer', JSON.stringify(answer))
        else await redis.del(name)
        return answer
      } catch (error) {
        await redis.hdel(name, 'until').catch(() => undefined)
        throw error
      }
    },

    /**
     * A signature opens the door for one key only: who overhears a request cannot send it again as another one.
     * @throws HookRefusal (401)
     */
    async bind(signature: string, key: string): Promise<void> {
      const name = keys.hook(`signature:${hash(signature)}`)
      if ((await redis.set(name, hash(key), 'PX', signatureFor, 'NX')) === 'OK') return
      if ((await redis.get(name)) === hash(key)) return
      const what = 'This signature was used with another Idempotency-Key.'
      throw new HookRefusal(401, 'replayed', what, 'Sign again with the time of sending.')
    },
  }
}

/** The id an operation has that was asked for under this key: found again after a crash. */
export function operationIdFor(key: string): string {
  return idFrom('op', `operation:${key}`, 14)
}

function hash(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}
