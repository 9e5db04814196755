import { describe, expect, test } from 'vitest'
import type { Alarm, AlarmRule } from '../../src/core/alarms.js'
import { explainAlarm } from '../../src/alarms/explain-alarm.js'
import { environmentNamed } from '../dispatch/fixtures.js'

const minute = 60_000
const now = Date.UTC(2026, 10, 23, 12)
const environment = environmentNamed('production', {
  prefix: 'ohmycoins-prod',
  database: 'ohmycoins-prod-postgres',
  cache: 'ohmycoins-prod-redis',
})

const cpu: AlarmRule = {
  namespace: 'AWS/RDS',
  metric: 'CPUUtilization',
  dimensions: { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
  statistic: 'Average',
  period: 300,
  comparison: 'above',
  threshold: 80,
  needed: 2,
  periods: 2,
  missing: 'missing',
}

function alarm(rule: Partial<AlarmRule> = {}, more: Partial<Alarm> = {}): Alarm {
  return {
    name: 'ohmycoins-prod-rds-cpu-utilization',
    state: 'ALARM',
    since: now - minute,
    reason: 'Threshold Crossed: …',
    rule: { ...cpu, ...rule },
    evidence: { from: now - 10 * minute, values: [91, 93], latest: 93 },
    ...more,
  }
}

const says = (one: Alarm, value?: number) =>
  explainAlarm(one, { environment, now, ...(value === undefined ? {} : { value }) }).says

describe('why an alarm rings', () => {
  test('is said with figure, limit, time and value', () => {
    expect(says(alarm())).toBe('Average CPU of the database has been above 80 % for 10 min: 93 %')
  })

  test('goes on while it rings: the time grows, and the newest value is told', () => {
    const long = alarm(
      {},
      { since: now - 50 * minute, evidence: { from: now - 60 * minute, values: [91, 93] } },
    )
    expect(says(long, 97)).toBe('Average CPU of the database has been above 80 % for 1 h: 97 %')
  })

  test('is told as over where the newest value is good again', () => {
    expect(says(alarm(), 41)).toBe(
      'Average CPU of the database was above 80 % for 10 min; now 41 %, so the alarm should end soon',
    )
  })

  test('counts: how many in which time', () => {
    const errors = alarm(
      {
        namespace: 'AWS/ApplicationELB',
        metric: 'HTTPCode_Target_5XX_Count',
        dimensions: { LoadBalancer: 'app/ohmycoins-prod-alb/0123456789abcdef' },
        statistic: 'Sum',
        period: 60,
        threshold: 10,
      },
      { evidence: { from: now - 2 * minute, values: [40, 25] } },
    )
    expect(says(errors)).toBe('5xx answers of the load balancer have been above 10 a minute for 2 min: 40')
    const evictions = alarm(
      {
        namespace: 'AWS/ElastiCache',
        metric: 'Evictions',
        dimensions: { CacheClusterId: 'ohmycoins-prod-redis-001' },
        statistic: 'Sum',
        threshold: 1_000,
      },
      { evidence: { from: now - 10 * minute, values: [2_400, 1_300] } },
    )
    expect(says(evictions)).toBe('Evictions of the cache have been above 1,000 in 5 min for 10 min: 2,400')
  })

  test('of what must not become too little names the lowest', () => {
    const gigabyte = 1_024 ** 3
    const storage = alarm(
      { metric: 'FreeStorageSpace', comparison: 'below', threshold: 10 * gigabyte },
      {
        evidence: { from: now - 10 * minute, values: [9.1 * gigabyte, 8.4 * gigabyte] },
      },
    )
    expect(says(storage)).toBe('Average free storage of the database has been below 10 GB for 10 min: 8.4 GB')
  })

  test('of so many of the last periods says so', () => {
    expect(says(alarm({ needed: 2, periods: 3 }))).toBe(
      'Average CPU of the database has been above 80 % in 2 of 3 periods of 5 min: 91 %, 93 %',
    )
  })

  const errors = alarm(
    {
      namespace: 'AWS/ApplicationELB',
      metric: 'HTTPCode_Target_5XX_Count',
      dimensions: { LoadBalancer: 'app/x/1' },
      statistic: 'Sum',
      period: 60,
      threshold: 10,
      needed: 2,
      periods: 5,
    },
    { evidence: { from: now - 5 * minute, values: [3, 40, 2, 55, 4], latest: 4 } },
  )

  test('of so many of the last minutes tells those that were bad, not the newest', () => {
    expect(says(errors)).toMatch(/ been above 10 a minute in 2 of 5 minutes: 40, 55$/)
  })

  test('of so many of the last minutes is not over with one good one', () => {
    expect(says(errors, 3)).toMatch(/ in 2 of 5 minutes: 40, 55; now 3$/)
  })

  test('of so many of the last minutes tells of more than it needs', () => {
    const worse = { ...errors, evidence: { values: [30, 40, 2, 55, 4] } }
    expect(says(worse)).toMatch(/ in 3 of 5 minutes: 30, 40, 55$/)
  })

  test('of a percentile, of a service and of a foreign database names each', () => {
    const slow = alarm(
      {
        namespace: 'AWS/ApplicationELB',
        metric: 'TargetResponseTime',
        dimensions: { LoadBalancer: 'app/x/1' },
        statistic: 'p95',
        threshold: 0.5,
      },
      { evidence: { from: now - 10 * minute, values: [0.82, 1.34] } },
    )
    expect(says(slow)).toBe(
      'Response time (p95) of the load balancer has been above 500 ms for 10 min: 1.3 s',
    )
    const service = alarm({ namespace: 'AWS/ECS', dimensions: { ServiceName: 'ohmycoins-prod-backend' } })
    expect(says(service)).toContain('Average CPU of backend has been')
    const foreign = alarm({ dimensions: { DBInstanceIdentifier: 'reports' } })
    expect(says(foreign)).toContain('Average CPU of database reports has been')
  })

  test('that counts missing data as bad says that there is none', () => {
    expect(says(alarm({ missing: 'breaching' }, { evidence: { values: [] } }))).toBe(
      'No data of average CPU of the database for 10 min, which this alarm counts as bad',
    )
  })

  test('is left to the reason where CloudWatch gives no figures', () => {
    const byHand: Alarm = { name: 'a', state: 'ALARM', since: now, reason: 'by hand', rule: cpu }
    const explained = explainAlarm(byHand, { environment, now })
    expect(explained.says).toBeUndefined()
    expect(explained.reason).toBe('by hand')
    expect(explained.rings).toBe('average CPU of the database above 80 % for 10 min')
  })

  test('of a combined alarm is left to the reason, and there is nothing to draw', () => {
    const combined: Alarm = { name: 'ohmycoins-prod-all', state: 'ALARM', since: now, reason: 'x' }
    expect(explainAlarm(combined, { environment, now })).toEqual({
      name: 'ohmycoins-prod-all',
      shortName: 'all',
      state: 'ALARM',
      since: now,
      reason: 'x',
      drawable: false,
    })
  })

  test('never carries what others wrote into our sentence', () => {
    const hostile = alarm({
      namespace: 'Custom',
      metric: '<!channel> *b* `c` _d_',
      dimensions: { X: '<@U0EVIL>' },
    })
    expect(says(hostile)).toMatch(/^Average channel b c d of U0EVIL has been above 80 for/)
  })
})

test('without data nobody knows, and that is said', () => {
  expect(says(alarm({}, { state: 'INSUFFICIENT_DATA', evidence: { values: [] } }))).toBe(
    'No data of average CPU of the database for 10 min or more: nobody knows whether it is above 80 %',
  )
})

test('an alarm that was just set up does not claim a time that it has not seen', () => {
  const hourly = { period: 3_600, needed: 1, periods: 1 }
  const fresh = { state: 'INSUFFICIENT_DATA', since: now - 30_000, configured: now - 30_000 } as const
  expect(says(alarm(hourly, fresh))).toBe(
    'Set up 30 s ago and not judged yet: nobody knows whether average CPU of the database is above 80 %',
  )
  expect(says(alarm(hourly, { ...fresh, configured: now - 300 * minute }))).toContain('for 1 h or more')
  const ringing = { since: now - 30_000, configured: now - 30_000, evidence: { values: [] } }
  expect(says(alarm({ ...hourly, missing: 'breaching' }, ringing))).toBe(
    'No data of average CPU of the database for 30 s, which this alarm counts as bad',
  )
})

test('a band that CloudWatch computes has no number', () => {
  const { threshold: _, ...rest } = cpu
  const band: Alarm = { ...alarm(), rule: { ...rest, comparison: 'outside' } }
  expect(says(band)).toBe('Average CPU of the database has been outside its usual band for 10 min: 93 %')
})
