import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Aws } from '../../src/aws/aws.js'
import { readRealNames } from '../../src/dashboards/real-names.js'
import { manyServices, ohMyCoins } from '../../sandbox/account/seed/environments.js'
import { thresholds } from '../status/thresholds.js'
import { production, type Room, staging, startRoom } from './environment.js'

const own = 'ohmycoins-staging-infrastructure'

let room: Room
let aws: Aws
beforeAll(async () => {
  room = await startRoom({ environments: [...ohMyCoins(), manyServices({ count: 600 })] })
  aws = room.awsFor(staging)
})
afterAll(() => room.stop())
afterEach(() => room.account.faults.clear())

describe('the door to dashboards', () => {
  it('finds them by the beginning of their names', async () => {
    const found = await aws.dashboards('ohmycoins-')
    expect(found.map(({ name }) => name)).toEqual(['ohmycoins-prod-infrastructure', own])
    expect(found[0]?.changedAt).toBeGreaterThan(0)
  })

  it('gives a body, or nothing where there is no such dashboard', async () => {
    expect(JSON.parse((await aws.dashboardBody(own)) ?? '')).toHaveProperty('widgets')
    expect(await aws.dashboardBody('none')).toBeUndefined()
  })

  it('does not take a refusal for a missing dashboard', async () => {
    room.account.faults.add({ action: 'GetDashboard', fault: { kind: 'accessDenied' } })
    await expect(aws.dashboardBody(own)).rejects.toMatchObject({ kind: 'denied' })
  })

  it('puts a body once and says what CloudWatch finds wrong with it', async () => {
    const { requestId, remarks } = await aws.putDashboard('ohmycoins-staging-try', '{"widgets":[]}')
    expect(requestId).not.toBe('')
    expect(remarks).toEqual([])
    const wrong = aws.putDashboard('ohmycoins-staging-try', '{"widgets":[{}]}')
    await expect(wrong).rejects.toMatchObject({ kind: 'rejected', code: 'DashboardInvalidInputError' })
    await expect(wrong).rejects.toThrow("required property 'properties'")
    expect(await aws.dashboardBody('ohmycoins-staging-try')).toBe('{"widgets":[]}')
  })

  it('gets a picture, also from another region', async () => {
    const metrics = [['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'ohmycoins-staging-postgres']]
    const widget = JSON.stringify({ metrics })
    for (const region of [undefined, 'us-east-1']) {
      const png = await aws.widgetImage(widget, region)
      expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG')
    }
    await expect(aws.widgetImage('{}')).rejects.toMatchObject({ kind: 'rejected' })
  })

  it('reads what was measured page by page, and says when there is more', async () => {
    room.account.calls.reset()
    const all = await aws.seenMetrics({ namespace: 'AWS/ECS', metric: 'CPUUtilization' }, 10)
    expect(all.complete).toBe(true)
    expect(all.metrics.length).toBeGreaterThan(600)
    expect(room.account.calls.count('ListMetrics')).toBe(2)
    const some = await aws.seenMetrics({ namespace: 'AWS/ECS', metric: 'CPUUtilization' }, 1)
    expect(some).toMatchObject({ complete: false })
    expect(some.metrics).toHaveLength(500)
  })
})

describe('the real names of an environment', () => {
  it('are those CloudWatch knows: the dimension of the load balancer, the member of the cache', async () => {
    const { names, warnings } = await readRealNames(room.awsFor(production), production, thresholds)
    expect(names).toMatchObject({
      cluster: 'ohmycoins-prod-cluster',
      database: 'ohmycoins-prod-postgres',
      cache: 'ohmycoins-prod-redis-001',
    })
    expect(names.loadBalancer).toMatch(/^app\/ohmycoins-prod-alb\/[0-9a-f]{16}$/)
    expect(names.services.map(({ name }) => name)).toEqual(['backend', 'frontend'])
    expect(warnings).toEqual([])
  })

  it('leave out what there is not, and say so', async () => {
    const { database: _database, cache: _cache, ...rest } = staging
    const place = { ...rest, loadBalancer: 'no-such-alb', cluster: 'no-such-cluster' }
    const { names, warnings } = await readRealNames(aws, place, thresholds)
    expect(names).not.toHaveProperty('loadBalancer')
    expect(warnings).toEqual([
      'AWS knows no load balancer no-such-alb: its widgets are left out.',
      'No database is configured: its widget is left out.',
      'No cache is configured: its widget is left out.',
      'Container Insights measures nothing in no-such-cluster: the widget of tasks stays empty until it is switched on.',
    ])
  })
})
