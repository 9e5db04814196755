import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { createStoreClock, type StoreClock } from '../../src/redis/store-clock.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'

describeWithStores('the clock of the store', (kind) => {
  let store: EmbeddedStore
  let clock: StoreClock | undefined
  let ahead = 0
  const lines: { readonly level: number; readonly msg: string }[] = []
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  beforeEach(async () => {
    ahead = 0
    lines.length = 0
    store = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
  })
  afterEach(async () => {
    clock?.stop()
    await store.stop()
  })

  async function begin(url = store.url): Promise<StoreClock> {
    const redis = connect(url, 'engine', pino({ level: 'silent' }))
    const made = createStoreClock({ redis, own: { now: () => Date.now() + ahead }, logger })
    await made.start()
    clock = {
      ...made,
      stop() {
        made.stop()
        redis.disconnect()
      },
    }
    return clock
  }

  it('rules, however wrong the own one is', async () => {
    ahead = 300_000
    const { now } = await begin()
    expect(Math.abs(now() - Date.now())).toBeLessThan(1_000)
    ahead = -86_400_000
    expect(Math.abs(now() - Date.now())).toBeLessThan(1_000)
  })

  it.each([
    [20_000, true, undefined],
    [-20_000, true, undefined],
    [45_000, true, "is 45 s ahead of the store's; set it right"],
    [-45_000, true, "is 45 s behind the store's; set it right"],
    [75_000, false, "is 75 s ahead of the store's, so it takes no work; set it right"],
    [-75_000, false, "is 75 s behind the store's, so it takes no work; set it right"],
  ])('with an own one that is %i ms off, work is taken: %s', async (off, mayWork, told) => {
    ahead = off
    const made = await begin()
    expect(made.mayWork()).toBe(mayWork)
    expect(lines.map(({ msg }) => msg)).toEqual(told === undefined ? [] : [expect.stringContaining(told)])
  })

  it('says once that the own one is right again', async () => {
    ahead = 120_000
    const { mayWork } = await begin()
    ahead = 0
    await until('work', () => mayWork())
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.stringContaining('takes no work'),
      'The clock of this process is right again',
    ])
  })

  it('lets nobody work before it has been read, and is the own one until then', async () => {
    await store.kill()
    ahead = 5_000
    const redis = connect(store.url, 'edge', pino({ level: 'silent' }))
    const made = createStoreClock({ redis, own: { now: () => Date.now() + ahead }, logger })
    await made.start()
    expect(made.mayWork()).toBe(false)
    expect(Math.abs(made.now() - Date.now() - 5_000)).toBeLessThan(1_000)
    await store.start()
    await until('an answer', () => made.mayWork())
    expect(Math.abs(made.now() - Date.now())).toBeLessThan(1_000)
    made.stop()
    redis.disconnect()
  })
})
