import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../../src/redis/embedded.js'
import { createDeliveries } from '../../../src/slack/deliveries/deliveries.js'
import { describeWithStores } from '../../support/stores.js'
import { endsWithin } from '../../support/duration.js'

describeWithStores('what Slack delivers', (kind) => {
  let store: EmbeddedStore
  const redis: Redis[] = []
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  })
  afterAll(async () => {
    for (const connection of redis) connection.disconnect()
    await store.stop()
  })

  async function startProcess() {
    const connection = connect(store.url, 'edge', pino({ level: 'silent' }))
    redis.push(connection)
    await new Promise((resolve) => connection.once('ready', resolve))
    return createDeliveries(connection)
  }

  it('is new once, in whichever process it arrives', async () => {
    const one = await startProcess()
    const other = await startProcess()
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => [one.claim('event-1'), other.claim('event-1')]).flat(),
    )
    expect(claims.filter((claim) => claim === 'first')).toHaveLength(1)
    expect(claims.filter((claim) => claim === 'duplicate')).toHaveLength(19)
    expect(await one.claim('event-2')).toBe('first')
  })

  it('is still new when a store that hung goes on after it was given up', async () => {
    const deliveries = await startProcess()
    await deliveries.claim('warm-up')
    store.pause()
    const claimed = Promise.all([deliveries.claim('event-3'), deliveries.claim('event-4')])
    expect(await endsWithin(1_200, claimed)).toBe(true)
    const claims = await claimed
    store.resume()
    expect(claims).toEqual(['unavailable', 'unavailable'])
    await sleep(300)
    await expect.poll(() => deliveries.claim('event-3')).toBe('first')
    expect(await deliveries.claim('event-3')).toBe('duplicate')
  })

  it('is not taken while the store is gone, and that shows at once', async () => {
    const deliveries = await startProcess()
    await store.kill()
    await sleep(50)
    const claimed = deliveries.claim('event-5')
    expect(await endsWithin(1_000, claimed)).toBe(true)
    expect(await claimed).toBe('unavailable')
    await store.start()
    await expect.poll(() => deliveries.claim('event-6'), { timeout: 60_000 }).toBe('first')
  })
})
