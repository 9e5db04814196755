import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CostExplorerClient, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer'
import { DescribeServicesCommand, DescribeTasksCommand, ListTasksCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { troubles } from '../../../sandbox/account/troubles/troubles.js'
import { type Clients, clientsFor, production } from './clients.js'
import { until } from './until.js'

const prefix = 'ohmycoins-prod-'

let account: Account
let clients: Clients
beforeEach(async () => {
  account = await startAccount({ speed: 200 })
  clients = clientsFor(account.url)
})
afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const ringing = async () => {
  const { MetricAlarms = [] } = await clients.cloudwatch.send(
    new DescribeAlarmsCommand({ StateValue: 'ALARM', MaxRecords: 100 }),
  )
  return MetricAlarms.map(({ AlarmName = '' }) => AlarmName.replace(prefix, '')).toSorted()
}
const stopped = async () => {
  const { taskArns: tasks = [] } = await clients.ecs.send(
    new ListTasksCommand({
      cluster: production.cluster,
      serviceName: production.service,
      desiredStatus: 'STOPPED',
    }),
  )
  if (tasks.length === 0) return []
  const described = await clients.ecs.send(new DescribeTasksCommand({ cluster: production.cluster, tasks }))
  return described.tasks?.filter(({ containers }) => (containers?.[0]?.exitCode ?? 0) !== 0) ?? []
}
const lines = async (pattern: string) => {
  const { events = [] } = await clients.logs.send(
    new FilterLogEventsCommand({
      logGroupName: '/ecs/ohmycoins-prod/backend',
      filterPattern: JSON.stringify(pattern),
      startTime: Date.now() - 600_000,
    }),
  )
  return events.length
}
const running = async () => {
  const { services: [service] = [] } = await clients.ecs.send(
    new DescribeServicesCommand({ cluster: production.cluster, services: [production.service] }),
  )
  return { now: service?.runningCount, wanted: service?.desiredCount }
}
/** Told in the queue as EventBridge does, by the end of the alarm's name. */
const told = (state: string) =>
  account.world
    .queued()
    .map(({ body }) => JSON.parse(body))
    .filter(({ detail }) => detail.state?.value === state)
    .map(({ detail }) => String(detail.alarmName).replace(prefix, ''))

describe('troubles of the account', () => {
  it.each([
    {
      trouble: 'out-of-memory',
      alarms: ['ecs-high-memory'],
      exitCode: 137,
      reason: 'OutOfMemoryError: Container killed due to memory usage',
    },
    { trouble: 'crash-loop', alarms: ['alb-5xx-errors'], exitCode: 1, reason: undefined },
  ])('$trouble: tasks of a new version end, until it is mended', async (expected) => {
    const before = account.world.service(production.service).image
    account.troubles.begin(expected.trouble)
    const tasks = await until(stopped, ({ length }) => length >= 4)
    expect(tasks[0]?.containers?.[0]).toMatchObject({ exitCode: expected.exitCode })
    expect(tasks[0]?.containers?.[0]?.reason).toBe(expected.reason)
    await until(ringing, (names) => expected.alarms.every((name) => names.includes(name)))
    expect(told('ALARM')).toEqual(expect.arrayContaining(expected.alarms))
    // Its deployment is some minutes old, and went well.
    expect(account.world.service(production.service)).toMatchObject({
      rolloutState: 'COMPLETED',
      image: expect.stringMatching(/:sprint-15-[0-9a-f]{7}$/),
    })
    expect(account.world.service(production.service).image).not.toBe(before)
    expect(account.troubles.lasts(expected.trouble)).toBe(true)

    account.troubles.mend(expected.trouble)
    await until(
      () => account.troubles.isMitigated(expected.trouble),
      (is) => is,
    )
    expect(told('OK')).toEqual(expect.arrayContaining(expected.alarms))
    await until(running, ({ now, wanted }) => now === wanted)
  })

  it('a bad release is over by itself once the version before runs again', async () => {
    const before = account.world.service(production.service).image.split(':')[1] ?? ''
    account.troubles.begin('out-of-memory')
    await until(ringing, ({ length }) => length > 0)
    account.world.deploy(production.service, before)
    await until(
      () => account.troubles.lasts('out-of-memory'),
      (lasts) => !lasts,
    )
    await until(ringing, ({ length }) => length === 0)
  })

  it.each([
    { trouble: '5xx-surge', alarms: ['alb-5xx-errors'], line: 'answered 503' },
    {
      trouble: 'slow-database',
      alarms: ['alb-target-response-time', 'rds-cpu-utilization', 'rds-database-connections'],
      line: 'QueuePool limit',
    },
    {
      trouble: 'cache-evictions',
      alarms: ['redis-evictions', 'redis-memory-utilization'],
      line: 'cache miss storm',
    },
  ])('$trouble: figures, alarms and lines, until it is mended', async ({ trouble, alarms, line }) => {
    const before = await lines(line)
    account.troubles.begin(trouble)
    expect(await until(ringing, ({ length }) => length >= alarms.length)).toEqual(alarms)
    expect(await lines(line)).toBeGreaterThan(before + 5)
    expect(() => account.troubles.begin(trouble)).toThrow('lasts already')
    account.troubles.mend(trouble)
    await until(ringing, ({ length }) => length === 0)
    expect(told('OK').toSorted()).toEqual(alarms)
    const after = await lines(line)
    account.advance(120_000)
    expect(await lines(line)).toBeLessThan(after + 5)
  })

  it('nat-cost: the bill of these days, and the anomaly', async () => {
    const ce = new CostExplorerClient({
      endpoint: account.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'sandbox' },
    })
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
    const costs = async () => {
      const { ResultsByTime = [] } = await ce.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: day(2), End: day(1) },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost'],
          Filter: { Dimensions: { Key: 'USAGE_TYPE', Values: ['APS2-NatGateway-Bytes'] } },
        }),
      )
      return Number(ResultsByTime[0]?.Total?.['UnblendedCost']?.Amount)
    }
    const before = await costs()
    account.troubles.begin('nat-cost')
    expect(await costs()).toBeGreaterThan(5 * before)
    account.troubles.mend('nat-cost')
    expect(await costs()).toBeCloseTo(before)
    ce.destroy()
  })

  it('throttling: calls are refused, the queue goes on', async () => {
    account.troubles.begin('throttling')
    await expect(ringing()).rejects.toThrow('Rate exceeded')
    await expect(stopped()).rejects.toThrow('Rate exceeded')
    account.troubles.mend('throttling')
    expect(await ringing()).toEqual([])
  })

  it('alarm-storm: five hundred alarms ring, and each is good again', async () => {
    account.troubles.begin('alarm-storm')
    expect(new Set(told('ALARM')).size).toBe(500)
    account.troubles.mend('alarm-storm')
    expect(new Set(told('OK')).size).toBe(500)
    expect(account.troubles.isMitigated('alarm-storm')).toBe(true)
    account.troubles.begin('alarm-storm')
    expect(told('ALARM')).toHaveLength(1_000)
  })

  it('names what there is to whoever asks for something else', () => {
    expect(() => account.troubles.begin('earthquake')).toThrow(troubles.map(({ name }) => name).join(', '))
  })
})
