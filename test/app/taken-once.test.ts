import { afterAll, beforeAll, expect, it } from 'vitest'
import { pino } from 'pino'
import { createTakenOnce } from '../../src/app/taken-once.js'
import { keys } from '../../src/redis/keys.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { describeWithStores } from '../support/stores.js'

describeWithStores('what comes from outside', (kind) => {
  let store: EmbeddedStore
  let redis: ReturnType<typeof connect>
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = connect(store.url, 'engine', pino({ level: 'silent' }))
    await new Promise((resolve) => redis.once('ready', resolve))
  })
  afterAll(async () => {
    redis.disconnect()
    await store.stop()
  })
  const once = () => createTakenOnce(redis, 'test', 60_000)

  it('is taken once, and again where it could not be', async () => {
    await expect(once()('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await once()('a', () => Promise.resolve())).toBe(true)
    expect(await once()('a', () => Promise.reject(new Error('never asked')))).toBe(false)
  })

  it('is not let go by who was slower than its time, when another one has it', async () => {
    const late = once()('b', async () => {
      // Its time is over, and another process takes it.
      await redis.del(keys.hook('test:b'))
      expect(await once()('b', () => Promise.resolve())).toBe(true)
      throw new Error('too late')
    })
    await expect(late).rejects.toThrow('too late')
    expect(await once()('b', () => Promise.reject(new Error('never asked')))).toBe(false)
  })
})
