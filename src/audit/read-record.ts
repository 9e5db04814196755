import type { Redis } from 'ioredis'
import { keys } from '../redis/keys.js'
import type { Kept } from './chain.js'

/** Records stand in the stream under their number. */
export function idOf(number: number): string {
  return `${number}-0`
}

export function keptOf([, fields]: [string, string[]]): Kept {
  const valueOf = (name: string) => {
    const index = fields.indexOf(name)
    return index === -1 ? '' : (fields[index + 1] ?? '')
  }
  return { record: valueOf('record'), hash: valueOf('hash') }
}

/** The letters of one record; undefined where there is none with this number. */
export async function readRecord(redis: Redis, number: number): Promise<string | undefined> {
  const [entry] = await redis.xrange(keys.audit, idOf(number), idOf(number))
  return entry === undefined ? undefined : keptOf(entry).record
}
