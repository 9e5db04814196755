import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production, staging } from './clients.js'

let account: Account
let clients: Clients

beforeEach(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
})
afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const minute = 60_000
const database = { DBInstanceIdentifier: 'ohmycoins-staging-postgres' }
const alarm = async (name: string) => {
  const { MetricAlarms } = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))
  return MetricAlarms?.[0]
}

test('an alarm that rings says with which figures, as JSON of version 1.0', async () => {
  account.world.setMetric(
    { namespace: 'AWS/RDS', metric: 'CPUUtilization', dimensions: database },
    93,
    20 * minute,
  )
  const found = await alarm('ohmycoins-staging-rds-cpu-utilization')
  expect(found?.StateValue).toBe('ALARM')
  expect(JSON.parse(found?.StateReasonData ?? '')).toMatchObject({
    version: '1.0',
    startDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d[05]:00\.000\+0000$/),
    statistic: 'Average',
    period: 300,
    recentDatapoints: [93, 93],
    threshold: 80,
  })
})

test('the moment of the change stays when only the reason is written anew', async () => {
  const name = 'ohmycoins-staging-redis-evictions'
  account.world.setAlarm(name, 'ALARM', 'first')
  const first = await alarm(name)
  account.advance(10 * minute)
  account.world.setAlarm(name, 'ALARM', 'second')
  const second = await alarm(name)
  expect(second?.StateReason).toBe('second')
  expect(second?.StateTransitionedTimestamp).toEqual(first?.StateTransitionedTimestamp)
  expect(second?.StateUpdatedTimestamp?.getTime()).toBeGreaterThan(
    first?.StateUpdatedTimestamp?.getTime() ?? 0,
  )
  expect(second?.StateReasonData).toBeUndefined()
})

test('where nothing runs any more, nobody knows its CPU', async () => {
  account.world.setDesiredCount(staging.service, 0)
  account.advance(30 * minute)
  const found = await alarm('ohmycoins-staging-ecs-high-cpu')
  expect(found?.StateValue).toBe('INSUFFICIENT_DATA')
  expect(found?.TreatMissingData).toBe('missing')
  account.world.setDesiredCount(staging.service, 1)
  account.advance(30 * minute)
  expect((await alarm('ohmycoins-staging-ecs-high-cpu'))?.StateValue).toBe('OK')
})

test('production had twenty-five bad minutes two hours ago, and loses memory slowly', async () => {
  const Dimensions = [
    { Name: 'ClusterName', Value: production.cluster },
    { Name: 'ServiceName', Value: production.service },
  ]
  const query = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/ECS', MetricName, Dimensions }, Period: 300, Stat: 'Average' },
  })
  const now = Date.now()
  const { MetricDataResults } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [query('cpu', 'CPUUtilization'), query('memory', 'MemoryUtilization')],
      StartTime: new Date(now - 9 * 60 * minute),
      EndTime: new Date(now),
      ScanBy: 'TimestampAscending',
    }),
  )
  const [cpu, memory] = MetricDataResults ?? []
  const high = (cpu?.Values ?? []).flatMap((value, index) =>
    value > 70 ? [now - (cpu?.Timestamps?.[index]?.getTime() ?? 0)] : [],
  )
  expect(high.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...high)).toBeLessThan(125 * minute)
  expect(Math.min(...high)).toBeGreaterThan(90 * minute)
  const values = memory?.Values ?? []
  expect(values.at(-1)).toBeGreaterThan((values[0] ?? 0) + 8)
  expect(account.world.alarms().filter(({ state }) => state !== 'OK')).toEqual([])
})
