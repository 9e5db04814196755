import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findsItsOwn, idsIn, readMetrics } from '../../src/dashboards/metrics-array.js'

const cpu = ['AWS/ECS', 'CPUUtilization', 'ClusterName', 'c1', 'ServiceName', 's1']
const read = (...metrics: unknown[]) =>
  readMetrics(metrics).map((entry) =>
    entry.kind === 'metric'
      ? [entry.namespace, entry.metric, entry.dimensions]
      : entry.kind === 'expression'
        ? entry.expression
        : `unreadable: ${entry.why}`,
  )

describe('the metrics of a widget', () => {
  it('are read with their dimensions and options', () => {
    const [entry] = readMetrics([[...cpu, { stat: 'p95' }]])
    expect(entry).toEqual({
      kind: 'metric',
      namespace: 'AWS/ECS',
      metric: 'CPUUtilization',
      dimensions: { ClusterName: 'c1', ServiceName: 's1' },
      options: { stat: 'p95' },
    })
  })

  it('repeat with . what the one before has in the same place', () => {
    expect(read(cpu, ['.', 'MemoryUtilization', '.', '.', '.', 's2'])[1]).toEqual([
      'AWS/ECS',
      'MemoryUtilization',
      { ClusterName: 'c1', ServiceName: 's2' },
    ])
  })

  it('repeat with ... everything but what follows it', () => {
    const [, second, third, fourth] = read(
      cpu,
      ['...', 's2'],
      ['...', { stat: 'p99' }],
      ['.', 'MemoryUtilization', '...', 's3'],
    )
    expect(second).toEqual(['AWS/ECS', 'CPUUtilization', { ClusterName: 'c1', ServiceName: 's2' }])
    expect(third).toEqual(second)
    expect(fourth).toEqual(['AWS/ECS', 'MemoryUtilization', { ClusterName: 'c1', ServiceName: 's3' }])
  })

  it('are repeated across an expression in between, each as it was read itself', () => {
    const [, , last] = read(cpu, [{ expression: 'm1 + 1', id: 'e1' }], ['.', 'MemoryUtilization', '...'])
    expect(last).toEqual(['AWS/ECS', 'MemoryUtilization', { ClusterName: 'c1', ServiceName: 's1' }])
  })

  it('without dimensions are metrics, too', () => {
    expect(read(['Custom', 'Orders'], ['.', 'Returns'])[1]).toEqual(['Custom', 'Returns', {}])
  })

  it.each([
    [['...', 'x'], 'begins with ...'],
    [['.', 'x'], 'repeats with .'],
    [['AWS/ECS'], 'has no metric name'],
    [['AWS/ECS', 'CPUUtilization', 'ClusterName'], 'a dimension without a value: ClusterName'],
    [['AWS/ECS', 7], 'something that is no text'],
    [[], 'is empty'],
    ['AWS/ECS', 'is no list'],
  ])('say why they cannot be read: %j', (entry, why) => {
    expect(read(entry)[0]).toContain(why)
  })

  it('never fail, whatever stands there', () => {
    const word = fc.oneof(fc.constantFrom('.', '...', 'AWS/ECS', 'CPUUtilization'), fc.string(), fc.integer())
    const entry = fc.oneof(fc.array(fc.oneof(word, fc.dictionary(fc.string(), word))), fc.anything())
    fc.assert(
      fc.property(fc.array(entry), (metrics) => {
        expect(readMetrics(metrics)).toHaveLength(metrics.length)
      }),
    )
    expect(readMetrics('nonsense')).toEqual([])
  })
})

describe('an expression', () => {
  it('names ids, not functions and texts', () => {
    expect(idsIn('100*(m2/FILL(m1, 0)) + SUM([e1, m3]) + IF(m1 > 5, 1, 0)')).toEqual([
      'm2',
      'm1',
      'e1',
      'm3',
      'm1',
    ])
    expect(idsIn(`ANOMALY_DETECTION_BAND(m1, 2) + "not m9"`)).toEqual(['m1'])
  })

  it('that searches finds its metrics itself', () => {
    expect(findsItsOwn(`SEARCH('{AWS/EC2,InstanceId} MetricName="CPUUtilization"', 'Average')`)).toBe(true)
    expect(findsItsOwn('SELECT MAX(CPUUtilization) FROM "AWS/EC2"')).toBe(true)
    expect(findsItsOwn('m1 / m2')).toBe(false)
  })
})
