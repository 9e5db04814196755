import type { Redis } from 'ioredis'
import type { AlarmState } from '../core/alarms.js'
import { keys } from '../redis/keys.js'
import { script } from '../redis/script.js'

/** A state and since when: of two, the later one counts. */
export interface DatedState {
  readonly state: AlarmState
  /** ms since the epoch */
  readonly at: number
}

/** KEYS: the hash.  ARGV: subject, time, state. → what stands there now. An older one changes nothing. */
const putNewer = script(`
  local kept = redis.call('HGET', KEYS[1], ARGV[1])
  local at = kept and tonumber(string.match(kept, '^%d+')) or -1
  if at >= tonumber(ARGV[2]) then return kept end
  local text = ARGV[2] .. ' ' .. ARGV[3]
  redis.call('HSET', KEYS[1], ARGV[1], text)
  return text
`)

/**
 * The newest state that anybody heard of, by subject. Queues deliver twice and in any order: without it an alarm that rang late would ring
 * for ever after its OK.
 */
export interface NewestStates {
  /** Puts it, unless a newer one is known. @returns what is the newest now */
  put(subject: string, state: DatedState): Promise<DatedState>
  newest(subject: string): Promise<DatedState | undefined>
}

export function createNewestStates(redis: Redis): NewestStates {
  return {
    async put(subject, { state, at }) {
      return readText((await putNewer(redis, [keys.alertStates], [subject, at, state])) as string)
    },
    async newest(subject) {
      const text = await redis.hget(keys.alertStates, subject)
      return text === null ? undefined : readText(text)
    },
  }
}

function readText(text: string): DatedState {
  const [at = '0', state = 'OK'] = text.split(' ')
  return { at: Number(at), state: state as AlarmState }
}
