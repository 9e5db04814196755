import {
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type MetricDataQuery,
  type MetricDataResult,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
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

const hour = 3_600_000

function query(
  Id: string,
  Namespace: string,
  MetricName: string,
  names: Record<string, string>,
  Stat = 'Average',
) {
  const Dimensions = Object.entries(names).map(([Name, Value]) => ({ Name, Value }))
  return { Id, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat } }
}

async function ask(queries: MetricDataQuery[], back = hour): Promise<Record<string, MetricDataResult>> {
  const { MetricDataResults } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(Date.now() - back),
      EndTime: new Date(),
    }),
  )
  return Object.fromEntries((MetricDataResults ?? []).map((result) => [result.Id ?? '', result]))
}

const backend = { ClusterName: staging.cluster, ServiceName: staging.service }
const database = { DBInstanceIdentifier: 'ohmycoins-staging-postgres' }

test('metrics are there for what exists, newest first, and empty for what does not', async () => {
  const results = await ask([
    query('cpu', 'AWS/ECS', 'CPUUtilization', backend),
    query('wrong', 'AWS/ECS', 'CPUUtilization', { ServiceName: staging.service }),
    query('hits', 'AWS/ElastiCache', 'CacheHitRate', { CacheClusterId: 'ohmycoins-prod-redis-002' }),
    query('storage', 'AWS/RDS', 'FreeStorageSpace', database, 'Minimum'),
  ])
  const cpu = results['cpu']
  expect(cpu?.StatusCode).toBe('Complete')
  expect(cpu?.Values?.length).toBeGreaterThanOrEqual(60)
  expect(cpu?.Values?.every((value) => value > 0 && value < 70)).toBe(true)
  const moments = cpu?.Timestamps?.map((moment) => moment.getTime()) ?? []
  expect(moments).toEqual([...moments].sort((left, right) => right - left))
  expect(results['wrong']?.Values).toEqual([])
  expect(results['hits']?.Values?.[0]).toBeGreaterThan(80)
  expect(results['storage']?.Values?.[0]).toBeGreaterThan(10 * 1024 ** 3)
})

test('the same question has the same answer, and percentiles are in order', async () => {
  const lookUp = account.world.metricDimension('ohmycoins-staging-alb')
  const questions = ['Minimum', 'p50', 'Average', 'p95', 'p99', 'Maximum'].map((stat, index) =>
    query(`m${index}`, 'AWS/ApplicationELB', 'TargetResponseTime', { LoadBalancer: lookUp }, stat),
  )
  const first = await ask(questions)
  const values = questions.map(({ Id }) => first[Id]?.Values?.[5] ?? Number.NaN)
  expect(values.every((value) => value > 0 && value < 0.6)).toBe(true)
  expect([values[0], values[1], values[3], values[4], values[5]]).toEqual(
    [values[0], values[1], values[3], values[4], values[5]].sort((left, right) => (left ?? 0) - (right ?? 0)),
  )
  const again = await ask(questions)
  expect(again['m2']?.Values?.slice(-20)).toEqual(first['m2']?.Values?.slice(-20))
})

test('expressions compute from other queries and hidden ones stay hidden', async () => {
  const balancer = { LoadBalancer: account.world.metricDimension('ohmycoins-prod-alb') }
  const results = await ask([
    { ...query('m1', 'AWS/ApplicationELB', 'HTTPCode_Target_4XX_Count', balancer, 'Sum'), ReturnData: false },
    { ...query('m2', 'AWS/ApplicationELB', 'RequestCount', balancer, 'Sum'), ReturnData: false },
    { Id: 'share', Expression: '100*m1/m2', Label: '4xx' },
  ])
  expect(Object.keys(results)).toEqual(['share'])
  expect(results['share']?.Label).toBe('4xx')
  expect(results['share']?.Values?.every((value) => value > 0 && value < 20)).toBe(true)
})

test('the figures follow what happens: tasks, shared load, unhealthy targets, values set by hand', async () => {
  account.world.setMetric({ namespace: 'AWS/RDS', metric: 'CPUUtilization', dimensions: database }, 93)
  account.world.setDesiredCount(staging.service, 4)
  account.advance(180_000)
  account.world.makeTargetUnhealthy(staging.service)
  const load = { LoadBalancer: account.world.metricDimension('ohmycoins-staging-alb') }
  const { MetricDataResults } = await clients.cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        query('running', 'ECS/ContainerInsights', 'RunningTaskCount', backend),
        query('cpu', 'AWS/ECS', 'CPUUtilization', backend),
        query('database', 'AWS/RDS', 'CPUUtilization', database),
        query('errors', 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', load, 'Sum'),
      ],
      StartTime: new Date(Date.now() - hour),
      EndTime: new Date(Date.now() + hour),
    }),
  )
  const [running, cpu, rds, errors] = MetricDataResults?.map(({ Values }) => Values ?? []) ?? []
  expect(running?.[0]).toBe(4)
  expect(running?.at(-1)).toBe(1)
  expect(cpu?.[0]).toBeLessThan((cpu?.at(-1) ?? 0) * 0.5)
  expect(rds?.[0]).toBe(93)
  expect(rds?.at(-1)).toBeLessThan(50)
  expect(errors?.[0]).toBeGreaterThan(10)
})

test('more than 500 queries, a bad expression or a bad period are refused', async () => {
  const many = Array.from({ length: 501 }, (_, index) =>
    query(`m${index}`, 'AWS/ECS', 'CPUUtilization', backend),
  )
  await expect(ask(many)).rejects.toMatchObject({ name: 'ValidationException' })
  expect(Object.keys(await ask(many.slice(1)))).toHaveLength(500)
  await expect(ask([{ Id: 'e1', Expression: 'm1 + 1' }])).rejects.toThrow(/no query with the id "m1"/)
  const odd = query('m1', 'AWS/ECS', 'CPUUtilization', backend)
  await expect(ask([{ ...odd, MetricStat: { ...odd.MetricStat, Period: 61 } }])).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

test('GetMetricStatistics gives datapoints with the statistics asked for', async () => {
  const { Datapoints, Label } = await clients.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/ECS',
      MetricName: 'MemoryUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: production.cluster },
        { Name: 'ServiceName', Value: production.service },
      ],
      StartTime: new Date(Date.now() - hour),
      EndTime: new Date(),
      Period: 300,
      Statistics: ['Average', 'Maximum'],
    }),
  )
  expect(Label).toBe('MemoryUtilization')
  expect(Datapoints?.length).toBeGreaterThanOrEqual(12)
  expect(Datapoints?.[0]?.Maximum).toBeGreaterThan(Datapoints?.[0]?.Average ?? Number.NaN)
})

test('an alarm rings by itself once its metric stayed beyond the threshold, and clears again', async () => {
  const name = 'ohmycoins-staging-rds-cpu-utilization'
  const metric = { namespace: 'AWS/RDS', metric: 'CPUUtilization', dimensions: database }
  const stateOf = async () => {
    const { MetricAlarms } = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))
    return MetricAlarms?.[0]
  }
  account.world.setMetric(metric, 93)
  expect((await stateOf())?.StateValue).toBe('OK')
  account.advance(15 * 60_000)
  const ringing = await stateOf()
  expect(ringing?.StateValue).toBe('ALARM')
  expect(ringing?.StateReason).toMatch(
    /2 out of the last 2 datapoints \[93\.0 .+\] were greater than the threshold \(80\.0\)/,
  )
  account.world.setMetric(metric, undefined)
  account.advance(15 * 60_000)
  expect((await stateOf())?.StateValue).toBe('OK')
})

test('a day of ordinary metrics rings no alarm', () => {
  for (let quarter = 0; quarter < 96; quarter += 1) {
    account.advance(15 * 60_000)
    expect(account.world.alarms().filter(({ state }) => state !== 'OK')).toEqual([])
  }
})

test('alarms are listed by name, prefix and state, in pages', async () => {
  const all = await clients.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'ohmycoins-prod-' }))
  expect(all.MetricAlarms).toHaveLength(11)
  expect(all.MetricAlarms?.every(({ StateValue }) => StateValue === 'OK')).toBe(true)
  expect(all.MetricAlarms?.[0]?.AlarmActions).toEqual([
    'arn:aws:sns:ap-southeast-2:123456789012:ohmycoins-prod-alerts',
  ])
  const first = await clients.cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 20 }))
  const second = await clients.cloudwatch.send(
    new DescribeAlarmsCommand({ MaxRecords: 20, NextToken: first.NextToken }),
  )
  expect([first.MetricAlarms?.length, second.MetricAlarms?.length]).toEqual([20, 2])

  const AlarmName = 'ohmycoins-prod-rds-cpu-utilization'
  const state = { AlarmName, StateValue: 'ALARM', StateReason: 'CPU was 93 %' } as const
  await clients.cloudwatch.send(new SetAlarmStateCommand(state))
  const ringing = await clients.cloudwatch.send(new DescribeAlarmsCommand({ StateValue: 'ALARM' }))
  expect(ringing.MetricAlarms).toMatchObject([{ AlarmName, StateReason: 'CPU was 93 %', Threshold: 80 }])
  await expect(
    clients.cloudwatch.send(new SetAlarmStateCommand({ ...state, AlarmName: 'nope' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFound' })
})
