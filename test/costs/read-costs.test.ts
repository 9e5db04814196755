import type { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createProcessCache } from '../../src/aws/process-cache.js'
import type { Config } from '../../src/config/config.js'
import { createCosts, type Costs } from '../../src/costs/costs.js'
import { connect } from '../../src/redis/connections.js'
import { type EmbeddedStore, startEmbeddedStore } from '../../src/redis/embedded.js'
import { createRequestBudget } from '../../src/redis/request-budget.js'
import { createSharedCache } from '../../src/redis/shared-cache.js'
import { production, type Room, staging, startRoom } from '../aws/environment.js'
import { configWith } from '../dispatch/fixtures.js'

const hour = 3_600_000
const noon = Date.UTC(2026, 10, 23, 12)

describe('reading the bill', () => {
  let now = noon
  const clock = { now: () => now }
  const logger = pino({ level: 'silent' })
  let server: EmbeddedStore
  let room: Room
  let redis: Redis[] = []
  let processes: Costs[] = []

  /** Three bots on one store, each with its own connection and memory. */
  function start(more: Partial<Config['costs']> = {}): readonly Costs[] {
    const config = configWith({ environments: [staging, production] })
    const settings = { ...config, costs: { ...config.costs, ...more } }
    return redis.map((connection) =>
      createCosts({
        aws: room.awsFor,
        config: settings,
        cache: createSharedCache({ redis: connection, local: createProcessCache(clock), clock, logger }),
        budget: createRequestBudget({
          redis: connection,
          clock,
          what: 'ce',
          perDay: settings.costs.requestsPerDay,
        }),
        clock,
      }),
    )
  }

  beforeAll(async () => {
    server = await startEmbeddedStore({ path: process.env['PATH'] ?? '' })
    redis = [1, 2, 3].map(() => connect(server.url, 'engine', logger))
    await Promise.all(redis.map((connection) => new Promise((resolve) => connection.once('ready', resolve))))
  })
  beforeEach(async () => {
    now = noon
    await redis[0]?.flushall()
    // A room of its own: its call rate is fresh, too.
    room = await startRoom({ clock }, { clock })
    processes = [...start()]
    return () => room.stop()
  })
  afterAll(async () => {
    for (const connection of redis) connection.disconnect()
    await server.stop()
  })

  const asked = () => room.account.calls.all().filter(({ service }) => service === 'ce').length
  const account = { split: 'environment' } as const

  it('takes four requests for everything, however many people ask at once in however many processes', async () => {
    const reports = await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        processes[index % 3]?.report(
          index % 2 === 0 ? account : { environment: index % 4 === 1 ? staging : production, split: 'line' },
        ),
      ),
    )
    expect(asked()).toBe(4)
    expect(
      new Set(reports.filter((report) => report?.environment === undefined).map((report) => report?.soFar))
        .size,
    ).toBe(1)
    expect(reports[0]?.missing).toEqual([])
    await processes[1]?.report({ split: 'service' })
    await processes[2]?.report({ split: 'day', environment: staging })
    expect(asked()).toBe(4)
  })

  it('costs less than 0.10 USD on a day on which somebody asks every half hour, and for other months, too', async () => {
    const midnight = Date.UTC(2026, 10, 23)
    const views = [
      account,
      { split: 'service' },
      { split: 'line', environment: production },
      { split: 'tag' },
    ] as const
    for (let minute = 0; minute < 24 * 60; minute += 30) {
      now = midnight + minute * 60_000
      const view = views[(minute / 30) % views.length] ?? account
      await processes[(minute / 30) % 3]?.report(view)
      if (minute === 600 || minute === 720)
        await processes[0]?.report({ ...account, month: '2026-09' }).catch(() => undefined)
    }
    const { today, price } = (await processes[0]?.api()) ?? { today: { spent: 99 }, price: 1 }
    expect(today.spent).toBe(asked())
    expect(today.spent * price).toBeLessThan(100_000)
    expect(today.spent).toBeGreaterThanOrEqual(6)
  }, 60_000)

  it('shows what is known, and says why it is old, when the requests of the day are used up', async () => {
    const [costs] = start({ requestsPerDay: 4 })
    await costs?.report(account)
    now += 9 * hour
    const report = await costs?.report(account)
    expect(report?.at).toBe(noon)
    expect(report?.instead).toContain('ohmy may pay for 4 requests a day, and has')
    expect(report?.soFar).toBeGreaterThan(0)
    expect(asked()).toBe(4)
    expect((await costs?.api())?.today).toEqual({ spent: 4, of: 4, failed: 0 })
    now += 4 * hour
    const tomorrow = await costs?.report(account)
    expect(tomorrow?.instead).toBeUndefined()
    expect(tomorrow?.at).toBe(now)
  })

  it('shows the cost without what grew, when only one request was left', async () => {
    const [costs] = start({ requestsPerDay: 1 })
    const report = await costs?.report(account)
    expect(report?.soFar).toBeGreaterThan(0)
    expect(report?.missing.map(({ what }) => what)).toEqual([
      'what grew',
      'the forecast of Cost Explorer',
      'anomalies',
    ])
    expect(report?.onCourse?.by).toBe('days')
  })

  it('refuses in words when nothing at all is known, in every process that waited', async () => {
    room.account.world.setBilling({ isEnabled: false })
    const refusals = await Promise.allSettled(processes.map((costs) => costs.report(account)))
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        status: 'rejected',
        reason: {
          name: 'UserError',
          code: 'costs-unreadable',
          what: 'The costs cannot be read: Cost Explorer has no data for this time yet.',
        },
      })
    }
  })

  it('names the permission that is missing, and does not count what AWS did not bill', async () => {
    room.account.faults.add({ service: 'ce', fault: { kind: 'accessDenied' } })
    await expect(processes[0]?.report(account)).rejects.toMatchObject({
      what: expect.stringContaining('not allowed to call ce:GetCostAndUsage'),
      next: expect.stringContaining('Cost Explorer must be enabled'),
    })
    expect((await processes[0]?.api())?.today.spent).toBe(0)
  })

  it('says what could not be read, and shows the rest', async () => {
    room.account.faults.add({ service: 'ce', action: 'GetAnomalies', fault: { kind: 'accessDenied' } })
    const report = await processes[0]?.report(account)
    expect(report?.missing).toEqual([
      { what: 'anomalies', why: 'ohmy is not allowed to call ce:GetAnomalies' },
    ])
    expect(report?.onCourse?.by).toBe('aws')
    expect(report?.movers[0]?.what).toBe('NAT gateway traffic')
  })

  it('keeps a month that is over: asked for once, with two requests', async () => {
    const september = await processes[0]?.report({ ...account, month: '2026-09' })
    expect(september).toMatchObject({ isPast: true, wholeDays: 30, daysInMonth: 30 })
    expect(september?.before).toMatchObject({ month: '2026-08', days: 31 })
    now += 30 * 24 * hour
    await processes[2]?.report({ ...account, month: '2026-09' })
    expect(asked()).toBe(2)
  })

  it('goes back thirteen months, the oldest without one before it', async () => {
    const oldest = await processes[0]?.report({ ...account, month: '2025-10' })
    expect(oldest?.soFar).toBeGreaterThan(0)
    expect(oldest?.before).toBeUndefined()
  })

  it('tells what one more task costs a month, at list prices', async () => {
    const report = await processes[0]?.report({ environment: production, split: 'line' })
    const shown = report?.oneMoreTask.map(({ service, amount }) => [
      service,
      Math.round(amount / 10_000) / 100,
    ])
    expect(shown).toEqual([
      ['backend', 36.04],
      ['frontend', 9.01],
    ])
  })

  it('tells what was asked and when, without asking', async () => {
    expect((await processes[0]?.api())?.known.every(({ at }) => at === undefined)).toBe(true)
    await processes[0]?.report(account)
    now += hour
    const report = await processes[1]?.api()
    expect(report?.known.map(({ at, requests }) => [at, requests])).toEqual(
      Array.from({ length: 4 }, () => [noon, 1]),
    )
    expect(report).toMatchObject({ today: { spent: 4, of: 9, failed: 0 }, thisMonth: 4, price: 10_000 })
    expect(asked()).toBe(4)
  })
})
