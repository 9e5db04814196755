import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { buildBot } from '../../sandbox/bot.js'
import { requester } from '../../sandbox/people.js'
import { startWorld, type World } from '../../sandbox/world.js'
import type { Caller } from '../../src/core/caller.js'
import { keys } from '../../src/redis/keys.js'
import { describeWithStores } from '../support/stores.js'
import { until } from '../support/until.js'

const speed = 200
/** Longer than a worker leaves something that is overdue (ms). */
const longEnough = 5_000

const caller: Caller = {
  id: requester.slackId,
  name: requester.name,
  origin: 'command',
  place: { channel: '#devops', channelName: 'devops' },
}

describeWithStores('a store with records of another release', (kind) => {
  let world: World
  let redis: Redis
  const closers: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close()
  })

  /** Another process of this release on the same store. */
  async function start() {
    const lines: { level: number; msg: string }[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
    const bot = await buildBot(world.environment, { timeScale: 1 / speed, logger })
    const port = await bot.start()
    closers.push(() => bot.stop())
    const readyz = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
      return { status: answer.status, ...((await answer.json()) as { records?: string }) }
    }
    return { bot, readyz, said: () => lines.filter(({ level }) => level === 50).map(({ msg }) => msg) }
  }
  async function begin() {
    world = await startWorld({ path: process.env['PATH'] ?? '', store: kind, account: { speed } })
    redis = new Redis(world.store.url)
    closers.push(
      () => world.stop(),
      () => redis.disconnect(),
    )
  }

  const leavings: [string, () => Promise<unknown>, string][] = [
    ['operations of before flows', () => redis.zadd('{ohmy}:operations:all', 1, 'op-old'), 'operations:all'],
    ['jobs of before flows', () => redis.zadd('{ohmy}:jobs:open', 1, 'job-old'), 'jobs:open'],
    [
      'a flow whose record has another version',
      async () => {
        const flow = {
          kind: 'change',
          version: 1,
          fence: 0,
          faults: 0,
          shown: 0,
          record: '{"v":2,"id":"op-new"}',
        }
        await redis.hset(keys.flow('op-new'), flow)
        await redis.zadd(keys.openFlows('changing'), 1, 'op-new')
      },
      'op-new',
    ],
    [
      'a flow of a kind that is not known',
      async () => {
        const flow = { kind: 'of-tomorrow', version: 1, fence: 0, faults: 0, shown: 0, record: '{"v":1}' }
        await redis.hset(keys.flow('new-1'), flow)
        await redis.zadd(keys.openFlows('reading'), 1, 'new-1')
      },
      'new-1',
    ],
  ]

  it.each(leavings)('%s: says so, is not ready, and runs no worker', async (_, leave, named) => {
    await begin()
    await leave()
    const { bot, readyz, said } = await start()
    expect(said().filter((line) => line.includes('records of another release'))).toHaveLength(1)
    expect(said().join()).toContain(named)
    const answer = await readyz()
    expect(answer.status).toBe(503)
    expect(answer.records).toContain('it runs no worker')
    // Asked for and kept, but nobody carries it out.
    const { operation = '' } = await bot.dispatch.run('scale backend 2 staging', caller)
    const looks = () => world.account.calls.of('DescribeServices').length
    const [before, since] = [looks(), Date.now()]
    await until('longer than any worker waits', () => Date.now() - since > longEnough)
    expect(await bot.operations.find(operation)).toMatchObject({ state: 'queued' })
    expect(looks()).toBe(before)
  })

  it('works as soon as the store was cleared of them', async () => {
    await begin()
    await redis.zadd('{ohmy}:operations:all', 1, 'op-old')
    const { bot, readyz } = await start()
    const { operation = '' } = await bot.dispatch.run('scale backend 2 staging', caller)
    await redis.del('{ohmy}:operations:all')
    const record = await bot.operations.follow(operation, () => undefined)
    expect(record.state).toBe('succeeded')
    await until('readyz to be green', async () => (await readyz()).records === 'ok')
  })
})
