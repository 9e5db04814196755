import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { begunPages, readBegun } from '../../src/flow/begun.js'
import { createFlowStore } from '../../src/flow/flow-store.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'

const start = 1_790_000_000_000
const shape = { kind: 'counting', record: z.object({ number: z.number() }) }

describeWithStores('flows that were begun', (kind) => {
  let store: EmbeddedStore
  let redis: Redis
  let flows: ReturnType<typeof createFlowStore>
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(store.url, 'engine', pino({ level: 'silent' }))
    flows = createFlowStore(redis, 1_000)
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await store.stop()
  })

  async function keep(
    from: number,
    to: number,
    record: (number: number) => object = (number) => ({ number }),
  ) {
    const pipeline = redis.pipeline()
    for (let number = from; number < to; number++) {
      const fields = { kind: 'counting', version: 1, record: JSON.stringify(record(number)) }
      pipeline.hset(keys.flow(`f-${number}`), fields)
      pipeline.zadd(keys.flows('counting'), start + number, `f-${number}`)
    }
    await pipeline.exec()
  }
  const downFrom = (newest: number, count: number) =>
    Array.from({ length: count }, (_, index) => newest - index)

  it('are read newest first to the last one of that time, however many there are', async () => {
    await keep(0, 730)
    const read = await readBegun(flows, shape, { since: start + 10, most: 3_000 })
    expect(read.map(({ number }) => number)).toEqual(downFrom(729, 720))
  })

  it('are no more than may be looked at, and say whether those were all', async () => {
    await keep(0, 250)
    const lastOf = async (most: number) => {
      const seen: boolean[] = []
      let count = 0
      for await (const page of begunPages(flows, 'counting', { since: start, most })) {
        seen.push(page.isLast)
        count += page.flows.length
      }
      return [count, seen]
    }
    expect(await lastOf(150)).toEqual([150, [false, false]])
    expect(await lastOf(251)).toEqual([250, [false, false, true]])
  })

  it('are not read further than somebody looks', async () => {
    await keep(0, 250)
    const asked: number[] = []
    const counted = {
      ...flows,
      begun: (...[name, range]: Parameters<typeof flows.begun>) => {
        asked.push(range.from)
        return flows.begun(name, range)
      },
    }
    for await (const { flows: page } of begunPages(counted, 'counting', { since: start, most: 250 }))
      if (page.length > 0) break
    expect(asked).toEqual([0])
  })

  it('stand there once where others are begun meanwhile', async () => {
    await keep(0, 250)
    const ids: string[] = []
    for await (const { flows: page } of begunPages(flows, 'counting', { since: start, most: 3_000 })) {
      ids.push(...page.map(({ id }) => id))
      if (ids.length === 100) await keep(250, 280)
    }
    expect(ids).toEqual(downFrom(249, 250).map((number) => `f-${number}`))
  })

  it('are left out where they are gone or this release cannot read them', async () => {
    await keep(0, 4, (number) => (number === 2 ? { other: true } : { number }))
    await redis.del(keys.flow('f-1'))
    expect(await readBegun(flows, shape, { since: start, most: 10 })).toEqual([{ number: 3 }, { number: 0 }])
  })
})
