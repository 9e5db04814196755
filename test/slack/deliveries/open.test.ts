import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../../src/redis/embedded.js'
import { keys } from '../../../src/redis/keys.js'
import { type About, createDeliveries } from '../../../src/slack/deliveries/deliveries.js'
import { describeWithStores } from '../../support/stores.js'
import { until } from '../../support/until.js'

const leaseFor = 1_000
const about: About = {
  kind: 'command',
  said: '/ohmy status',
  person: 'U1',
  place: { channel: 'C1' },
  responseUrl: 'https://slack.test/1',
}

describeWithStores('what was acknowledged and is not answered yet', (kind) => {
  let store: EmbeddedStore
  let redis: Redis
  const opened: Redis[] = []
  beforeAll(async () => {
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    redis = await open()
  })
  afterAll(async () => {
    for (const connection of opened) connection.disconnect()
    await store.stop()
  })

  async function open(): Promise<Redis> {
    const connection = connect(store.url, 'edge', pino({ level: 'silent' }))
    opened.push(connection)
    await new Promise((resolve) => connection.once('ready', resolve))
    return connection
  }
  const startProcess = async () => createDeliveries(await open(), leaseFor)
  const stillOpen = () => redis.zcard(keys.openDeliveries)

  it('is open while it is worked on, however long that takes, and closed after', async () => {
    const one = await startProcess()
    const other = await startProcess()
    expect(await one.claim('long', { about })).toBe('first')
    await one.during('long', async () => {
      await sleep(2 * leaseFor)
      expect(await other.unanswered()).toEqual([])
      expect(await stillOpen()).toBe(1)
    })
    expect(await stillOpen()).toBe(0)
    // Neither what was said nor where it could be answered is kept any longer than needed.
    expect(await redis.hkeys(keys.delivery('long'))).toEqual(['remember'])
    expect(await other.claim('long', { about })).toBe('duplicate')
  })

  it('is another process’s once nobody was heard of, and the first one finds that out', async () => {
    const one = await startProcess()
    const other = await startProcess()
    await one.claim('silent', { about })
    await sleep(leaseFor + 50)
    const [taken] = await other.unanswered()
    expect(taken).toMatchObject({ id: 'silent', about, failed: false })
    expect(await one.answer('silent', { form: true })).toBe(false)
    await expect(one.act('silent', 'start')).rejects.toMatchObject({ code: 'request-taken-over' })
    // Whoever takes it over may die as well.
    await sleep(leaseFor + 50)
    const third = await startProcess()
    const [again] = await third.unanswered()
    expect(again?.id).toBe('silent')
    await taken?.close()
    expect(await stillOpen()).toBe(1)
    await again?.close()
    expect(await stillOpen()).toBe(0)
  })

  it('says how far it had come', async () => {
    const one = await startProcess()
    const other = await startProcess()
    await one.claim('acted', { about })
    const now = Number((await redis.time())[0]) * 1_000
    const til = await one.act('acted', 'start')
    expect(til).toBeGreaterThan(now)
    expect(til).toBeLessThan(now + leaseFor + 2_000)
    expect(await one.answer('acted', { letter: 'answer:acted', version: 7 })).toBe(true)
    const [taken] = await until('it to be overdue', async () => {
      const found = await other.unanswered()
      return found.length > 0 && found
    })
    expect(taken).toMatchObject({ acts: 'start', answer: { letter: 'answer:acted', version: 7 } })
    await taken?.close()
  })

  it('is answered at once where the work failed', async () => {
    const one = await startProcess()
    await one.claim('failed', { about })
    await expect(one.during('failed', () => Promise.reject(new Error('gone wrong')))).rejects.toThrow(
      'gone wrong',
    )
    const [taken] = await one.unanswered()
    expect(taken).toMatchObject({ id: 'failed', failed: true })
    await taken?.close()
  })

  it('knows nothing of what is no delivery of its own', async () => {
    const one = await startProcess()
    expect(await one.act(undefined, 'word')).toBeUndefined()
    expect(await one.act('somebody else’s', 'word')).toBeUndefined()
    expect(await one.answer('somebody else’s', { form: true })).toBe(true)
    await one.claim('seen only')
    expect(await stillOpen()).toBe(0)
  })

  it('is closed when the store is back, if it went away before that', async () => {
    const one = await startProcess()
    await one.claim('outage', { about })
    const working = one.during('outage', async () => {
      await store.kill()
    })
    await sleep(2 * leaseFor)
    await store.start()
    await working
    // This test's own connection may need a moment longer.
    await until('nothing to be open', () =>
      stillOpen().then(
        (open) => open === 0,
        () => false,
      ),
    )
    const other = await startProcess()
    expect(await other.unanswered()).toEqual([])
  })
})
