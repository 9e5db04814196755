import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Redis } from 'ioredis'

/** A Lua script that runs atomically in the store. Answers are strings, numbers and arrays of them. */
export type Script = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<unknown>

/** Sends the script's hash, and its text once where the store does not know it yet. */
export function script(source: string): Script {
  const hash = createHash('sha1').update(source).digest('hex')
  return async (redis, keys, args) => {
    try {
      return await redis.evalsha(hash, keys.length, ...keys, ...args)
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return redis.eval(source, keys.length, ...keys, ...args)
    }
  }
}

/**
 * A script that stands in a file of its own, after what its folder's `shared.lua` says. What it wants and answers is said at its top.
 * @param name without `.lua`
 */
export function scriptFrom(folder: string, name: string): Script {
  const read = (file: string) => readFileSync(join(folder, `${file}.lua`), 'utf8')
  return script(`${read('shared')}\n${read(name)}`)
}
