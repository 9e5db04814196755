import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createOnce, operationIdFor } from '../../src/hooks/once.js'
import type { HookAnswer } from '../../src/hooks/refusal.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { describeWithStores } from '../support/stores.js'

describeWithStores('an idempotency key', (kind) => {
  let store: EmbeddedStore
  let redis: Redis
  let now = 1_790_000_000_000
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(store.url, 'engine', pino({ level: 'silent' }))
  })
  beforeEach(() => redis.flushall())
  afterAll(async () => {
    redis.disconnect()
    await store.stop()
  })

  const once = () => createOnce(redis, () => now)
  const isFinal = ({ status }: HookAnswer) => status === 202
  const body = (text: string) => Buffer.from(text)
  let works = 0
  const work = async (): Promise<HookAnswer> => {
    works += 1
    return { status: 202, content: { works } }
  }

  it('gives the same answer to the same request, and works once', async () => {
    const first = await once().run('key', body('a'), work, isFinal)
    const before = works
    expect(await once().run('key', body('a'), work, isFinal)).toEqual(first)
    expect(works).toBe(before)
    expect(await once().run('another', body('a'), work, isFinal)).not.toEqual(first)
  })

  it('refuses the same key with another body', async () => {
    await once().run('key', body('a'), work, isFinal)
    await expect(once().run('key', body('b'), work, isFinal)).rejects.toMatchObject({
      status: 409,
      code: 'idempotency-key-reused',
    })
  })

  it('works once, however many ask at the same instant', async () => {
    const before = works
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => once().run('key', body('a'), work, isFinal)),
    )
    expect(works - before).toBe(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') expect(outcome.value.status).toBe(202)
      else expect(outcome.reason).toMatchObject({ status: 409, code: 'in-progress' })
    }
  })

  it('goes on after somebody who died in the middle', async () => {
    const dead = once().run('key', body('a'), () => new Promise<never>(() => undefined), isFinal)
    void dead
    await expect.poll(() => redis.keys('*')).toHaveLength(1)
    await expect(once().run('key', body('a'), work, isFinal)).rejects.toMatchObject({ code: 'in-progress' })
    now += 31_000
    expect((await once().run('key', body('a'), work, isFinal)).status).toBe(202)
  })

  it('may be used again after a failure, and after a refusal that does not hold for good', async () => {
    const failing = () => Promise.reject(new Error('AWS is away'))
    await expect(once().run('key', body('a'), failing, isFinal)).rejects.toThrow('AWS is away')
    const locked = async () => ({ status: 409, content: {} })
    expect((await once().run('key', body('a'), locked, isFinal)).status).toBe(409)
    expect((await once().run('key', body('a'), work, isFinal)).status).toBe(202)
  })

  it('is the only one that its signature goes with', async () => {
    await once().bind('v1=1', 'key')
    await once().bind('v1=1', 'key')
    await expect(once().bind('v1=1', 'other')).rejects.toMatchObject({ status: 401, code: 'replayed' })
    await once().bind('v1=2', 'other')
  })

  it('names one operation', () => {
    expect(operationIdFor('key-1')).toMatch(/^op-[2-9a-hjkmnp-z]{14}$/)
    expect(operationIdFor('key-1')).toBe(operationIdFor('key-1'))
    expect(operationIdFor('key-1')).not.toBe(operationIdFor('key-2'))
  })
})
