import { describe } from 'vitest'
import { findRedisServer } from '../../src/redis/embedded.js'

type Kind = 'redis' | 'javascript'

/** Runs a suite with the built-in store, and again with a real Redis where there is one; where not, the report says so. */
export function describeWithStores(name: string, suite: (kind: Kind) => void): void {
  describe(`${name} (built-in store)`, () => suite('javascript'))
  if (findRedisServer(process.env['PATH'] ?? '') === undefined) {
    describe.skip(`${name} (left out: no redis-server on PATH)`, () => suite('redis'))
  } else {
    describe(`${name} (redis-server)`, () => suite('redis'))
  }
}
