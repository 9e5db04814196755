import { describe, expect, it } from 'vitest'
import type { SeenMetric } from '../../src/aws/dashboards.js'
import { plainWording } from '../../src/core/dashboard.js'
import { explainMissing, isQuiet, isSeen } from '../../src/dashboards/explain-missing.js'
import type { WrittenMetric } from '../../src/dashboards/metrics-array.js'

const prefix = 'ohmycoins-staging-'

function written(namespace: string, metric: string, dimensions: Record<string, string>): WrittenMetric {
  return { kind: 'metric', namespace, metric, dimensions, options: {} }
}

function seen(metric: string, ...dimensions: Record<string, string>[]): SeenMetric[] {
  return dimensions.map((one) => ({ metric, dimensions: one }))
}

function explain(metric: WrittenMetric, sameName: SeenMetric[], inNamespace?: SeenMetric[]) {
  const names = inNamespace === undefined ? undefined : { metrics: inNamespace, complete: true }
  const { what, fix } = explainMissing(metric, sameName, names, prefix)
  return [plainWording(what), plainWording(fix)]
}

const databases = seen(
  'CPUUtilization',
  { DBInstanceIdentifier: 'ohmycoins-prod-postgres' },
  { DBInstanceIdentifier: 'ohmycoins-staging-postgres' },
  { EngineName: 'postgres' },
)
const service = { ClusterName: 'ohmycoins-staging-cluster', ServiceName: 'ohmycoins-staging-backend' }

describe('a metric that shows nothing', () => {
  it('has a slip in the name of what is measured', () => {
    const metric = written('AWS/RDS', 'CPUUtilization', { DBInstanceIdentifier: 'ohmycoins-stag-postgres' })
    expect(explain(metric, databases)).toEqual([
      'there is no DBInstanceIdentifier=ohmycoins-stag-postgres',
      'there is ohmycoins-staging-postgres',
    ])
  })

  it('names what is gone: those that there are of this environment are told', () => {
    const metric = written('AWS/RDS', 'CPUUtilization', { DBInstanceIdentifier: 'the-old-database-2019' })
    expect(explain(metric, databases)[1]).toBe('there is ohmycoins-staging-postgres')
  })

  it('lacks a dimension', () => {
    const metric = written('AWS/ECS', 'CPUUtilization', { ServiceName: service.ServiceName })
    const there = seen('CPUUtilization', service, { ClusterName: service.ClusterName })
    expect(explain(metric, there)).toEqual([
      'measured only together with ClusterName',
      'add ClusterName=ohmycoins-staging-cluster',
    ])
  })

  it('has a dimension too many', () => {
    const metric = written('AWS/RDS', 'CPUUtilization', {
      DBInstanceIdentifier: 'ohmycoins-staging-postgres',
      Region: 'ap-southeast-2',
    })
    expect(explain(metric, databases)).toEqual(['not measured by Region', 'leave Region out'])
  })

  it('calls a dimension by another name', () => {
    const metric = written('AWS/RDS', 'CPUUtilization', {
      DBInstanceIdentifer: 'ohmycoins-staging-postgres',
    })
    expect(explain(metric, databases)).toEqual([
      'there is no dimension DBInstanceIdentifer',
      'it is called DBInstanceIdentifier',
    ])
  })

  it('has a slip in the name of the metric, or of the namespace', () => {
    expect(explain(written('AWS/RDS', 'CPUUtilisation', {}), [], databases)).toEqual([
      'there is no metric of that name in AWS/RDS',
      'the name is CPUUtilization',
    ])
    expect(explain(written('AWS/Elasticache', 'CacheHitRate', {}), [], [])).toEqual([
      'there is no namespace AWS/Elasticache',
      'it is called AWS/ElastiCache',
    ])
  })

  it('was not measured for two weeks, where nothing is misspelled', () => {
    expect(explain(written('AWS/Lambda', 'Duration', {}), [], [])).toEqual([
      'nothing was measured in AWS/Lambda within the last two weeks',
      '',
    ])
  })

  it('always gets a sentence, also where nothing fits', () => {
    const metric = written('AWS/RDS', 'CPUUtilization', { A: '1', B: '2' })
    const [what, fix] = explain(metric, databases)
    expect(what).toBe('not measured by A and B')
    expect(fix).toMatch(/^there is /)
  })
})

describe('a metric', () => {
  it('was seen only under exactly its dimensions', () => {
    const there = seen('CPUUtilization', service)
    expect(isSeen(service, there)).toBe(true)
    expect(isSeen({ ServiceName: service.ServiceName }, there)).toBe(false)
    expect(isSeen({ ...service, More: 'x' }, there)).toBe(false)
    expect(isSeen({}, seen('Orders', {}))).toBe(true)
  })

  it('of errors is quiet when there were none, but not when nothing of its kind is measured at all', () => {
    const errors = written('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', { LoadBalancer: 'app/x/1' })
    const requests = { metrics: seen('RequestCount', { LoadBalancer: 'app/x/1' }), complete: true }
    expect(isQuiet(errors, requests)).toBe(true)
    expect(
      isQuiet(errors, { metrics: seen('RequestCount', { LoadBalancer: 'app/y/2' }), complete: true }),
    ).toBe(false)
    expect(isQuiet({ ...errors, metric: 'RequestCount' }, requests)).toBe(false)
  })
})
