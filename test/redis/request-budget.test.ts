import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { createRequestBudget } from '../../src/redis/request-budget.js'
import { describeWithStores } from '../support/stores.js'

describeWithStores('the requests of a day', (kind) => {
  let server: EmbeddedStore
  const connections: Redis[] = []
  let now = Date.UTC(2026, 10, 23, 12)
  const clock = { now: () => now }
  const budgetOn = (redis: Redis | undefined) =>
    createRequestBudget({ redis: redis as Redis, clock, what: 'cost-explorer', perDay: 9 })

  beforeAll(async () => {
    server = await startEmbeddedStore({ path: process.env['PATH'] ?? '', kind })
    for (let index = 0; index < 3; index += 1) {
      const redis = connect(server.url, 'engine', pino({ level: 'silent' }))
      await new Promise((resolve) => redis.once('ready', resolve))
      connections.push(redis)
    }
  })
  beforeEach(async () => {
    now = Date.UTC(2026, 10, 23, 12)
    await connections[0]?.flushall()
  })
  afterAll(async () => {
    for (const redis of connections) redis.disconnect()
    await server.stop()
  })

  it('are never more than allowed, however many ask at once from however many processes', async () => {
    const budgets = connections.map(budgetOn)
    const taken = await Promise.all(
      Array.from({ length: 99 }, async (_, index) => budgets[index % 3]?.take()),
    )
    expect(taken.filter((one) => one?.allowed)).toHaveLength(9)
    expect(await budgets[1]?.today()).toEqual({ spent: 9, of: 9, failed: 0 })
    expect(await budgets[2]?.take()).toEqual({ allowed: false, spent: 9, of: 9, failed: 0 })
  })

  it('are counted anew from midnight UTC on, and added up by month', async () => {
    const budget = budgetOn(connections[0])
    await budget.take()
    await budget.take()
    now = Date.UTC(2026, 10, 24)
    expect(await budget.today()).toEqual({ spent: 0, of: 9, failed: 0 })
    await budget.take()
    expect(await budget.thisMonth()).toBe(3)
    now = Date.UTC(2026, 11, 1)
    expect(await budget.thisMonth()).toBe(0)
  })

  it('come back when AWS did not bill them, but never more than were spent', async () => {
    const budget = budgetOn(connections[0])
    await budget.take()
    await budget.giveBack()
    await budget.giveBack()
    expect(await budget.today()).toEqual({ spent: 0, of: 9, failed: 0 })
  })

  it('that failed are counted apart, eat none of the others, and have an end of their own', async () => {
    const budget = budgetOn(connections[0])
    await budget.take()
    for (let failed = 0; failed < 12; failed += 1) {
      expect((await budget.take()).allowed).toBe(true)
      await budget.fail()
    }
    expect(await budget.today()).toEqual({ spent: 1, of: 9, failed: 12 })
    expect(await budget.thisMonth()).toBe(1)
    for (let failed = 12; failed < 90; failed += 1) {
      await budget.take()
      await budget.fail()
    }
    expect(await budget.take()).toEqual({ allowed: false, spent: 1, of: 9, failed: 90 })
  })

  it('are forgotten after some weeks', async () => {
    await budgetOn(connections[0]).take()
    const [key = ''] = (await connections[0]?.keys('*')) ?? []
    expect(await connections[0]?.ttl(key)).toBeGreaterThan(31 * 86_400)
  })
})
