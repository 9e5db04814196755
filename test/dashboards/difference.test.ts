import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceOf } from '../../src/dashboards/difference.js'

const metric = (title: string, metrics: unknown[], more: object = {}, place: object = {}) => ({
  type: 'metric',
  x: 0,
  y: 0,
  width: 12,
  height: 6,
  ...place,
  properties: { title, region: 'ap-southeast-2', metrics, ...more },
})
const text = (...widgets: unknown[]) => JSON.stringify({ widgets })
const rds = (id: string) => [
  ['AWS/RDS', 'DatabaseConnections', 'DBInstanceIdentifier', id],
  ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', id, { yAxis: 'right' }],
]

describe('what a new body changes', () => {
  it('is nothing where only the spelling differs', () => {
    const short = [
      ['AWS/RDS', 'DatabaseConnections', 'DBInstanceIdentifier', 'db'],
      ['.', 'CPUUtilization', '.', '.', { yAxis: 'right' }],
    ]
    const before = JSON.stringify({ widgets: [metric('RDS', short)] }, null, 4)
    expect(differenceOf(before, text(metric('RDS', rds('db'))))).toEqual({
      same: true,
      changes: [],
      removed: [],
    })
  })

  it('is told by what is measured, not by the whole widget', () => {
    const { same, changes } = differenceOf(
      text(metric('RDS', rds('stag'))),
      text(metric('RDS', rds('staging'))),
    )
    expect(same).toBe(false)
    expect(changes).toEqual([{ what: 'RDS', from: 'stag', to: 'staging' }])
  })

  it('names a statistic that comes along', () => {
    const average = ['AWS/ApplicationELB', 'TargetResponseTime', 'LoadBalancer', 'app/x/1']
    const { changes } = differenceOf(
      text(metric('ALB', [average])),
      text(metric('ALB', [average, [...average, { stat: 'p99' }]])),
    )
    expect(changes).toEqual([{ what: 'ALB', from: 'without', to: 'TargetResponseTime p99 of app/x/1' }])
  })

  it('says which settings differ where the metrics are the same', () => {
    const { changes } = differenceOf(
      text(metric('RDS', rds('db'), { period: 300 })),
      text(metric('RDS', rds('db'), { period: 60, yAxis: { left: { min: 0 } } }, { y: 6 })),
    )
    expect(changes).toEqual([{ what: 'RDS', from: 'its place, axis and period', to: 'changed' }])
  })

  it('knows a widget again under another title', () => {
    const { changes, removed } = differenceOf(
      text(metric('Database', rds('db'))),
      text(metric('RDS: connections', rds('db'))),
    )
    expect(removed).toEqual([])
    expect(changes).toEqual([{ what: 'RDS: connections', from: 'its title', to: 'changed' }])
  })

  it('tells what comes and what goes', () => {
    const before = text(metric('RDS', rds('db')), {
      type: 'text',
      y: 9,
      properties: { markdown: '# By hand\nmore' },
    })
    const after = text(
      metric('RDS', rds('db')),
      metric('New', [['AWS/ECS', 'CPUUtilization']], {}, { y: 12 }),
    )
    const { changes, removed } = differenceOf(before, after)
    expect(changes).toEqual([
      { what: 'New', from: 'none', to: 'new: CPUUtilization' },
      { what: 'By hand', from: 'text widget', to: 'removed' },
    ])
    expect(removed).toEqual(['By hand'])
  })

  it('is everything where there was no dashboard', () => {
    const { same, changes } = differenceOf(undefined, text(metric('RDS', rds('db'))))
    expect(same).toBe(false)
    expect(changes).toEqual([{ what: 'RDS', from: 'none', to: 'new: CPUUtilization, DatabaseConnections' }])
  })

  it('is said, too, where only the time range differs', () => {
    const { same, changes } = differenceOf('{"start":"-PT6H","widgets":[]}', '{"start":"-PT3H","widgets":[]}')
    expect(same).toBe(false)
    expect(changes).toHaveLength(1)
  })

  it('is nothing between a body and itself, and never fails', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (one, other) => {
        const body = JSON.stringify({ widgets: [JSON.parse(one)] })
        expect(differenceOf(body, body).same).toBe(true)
        differenceOf(one, other)
      }),
    )
  })
})
