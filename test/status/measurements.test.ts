import { expect, test } from 'vitest'
import { describeFigure, describeMeasurement, describeTarget } from '../../src/core/measurement.js'
import type { Measurement } from '../../src/core/status.js'
import {
  loadBalancerMeasurements,
  type MeasurementPlan,
  measure,
  sharedMeasurements,
} from '../../src/status/measurements.js'
import { production } from '../aws/environment.js'
import { thresholds } from './thresholds.js'

function planOf(plans: readonly MeasurementPlan[], subject: string, metric: string): MeasurementPlan {
  const plan = plans.find((candidate) => candidate.subject === subject && candidate.metric === metric)
  if (!plan) throw new Error(`no plan for ${subject} ${metric}`)
  return plan
}

const answers = (plan: MeasurementPlan, values: readonly (number | undefined)[]) =>
  new Map(
    plan.questions.flatMap(({ key }, index) =>
      values[index] === undefined ? [] : [[key, values[index]] as const],
    ),
  )

const balancer = loadBalancerMeasurements('app/x/0123456789abcdef', thresholds)
const shared = sharedMeasurements(production, thresholds)

test('no errors reported among known requests is zero; without requests nothing is known', () => {
  const plan = planOf(balancer, 'load balancer', '5xx')
  expect(measure(plan, answers(plan, [undefined, 120]))).toMatchObject({ value: 0, met: true })
  expect(measure(plan, answers(plan, [12, 120]))).toMatchObject({ value: 12, met: false })
  expect(measure(plan, new Map())).not.toHaveProperty('value')
})

test('a figure without data is neither zero nor on target', () => {
  const plan = planOf(shared, 'database', 'cpu')
  expect(measure(plan, new Map())).toEqual({
    subject: 'database',
    metric: 'cpu',
    unit: 'percent',
    target: { below: 80 },
    met: false,
  })
})

test('a replication group is as its busiest member, whatever its members are called', () => {
  const plan = planOf(shared, 'cache', 'cpu')
  expect(plan.questions.map(({ dimensions }) => dimensions.CacheClusterId)).toEqual([
    'ohmycoins-prod-redis',
    'ohmycoins-prod-redis-001',
    'ohmycoins-prod-redis-002',
  ])
  expect(measure(plan, answers(plan, [undefined, 20, 78]))).toMatchObject({ value: 78, met: false })
})

test('a hit rate has to be above its target', () => {
  const plan = planOf(shared, 'cache', 'hit rate')
  expect(measure(plan, answers(plan, [79]))).toMatchObject({ value: 79, met: false })
  expect(measure(plan, answers(plan, [81]))).toMatchObject({ value: 81, met: true })
})

test('figures read as people say them', () => {
  const figure = (more: Partial<Measurement>): Measurement => ({
    subject: 'database',
    metric: 'connections',
    unit: 'count',
    value: 24,
    target: { below: 80 },
    met: true,
    ...more,
  })
  expect(describeMeasurement(figure({}))).toBe('database 24 connections')
  expect(describeFigure(figure({ value: 1 }))).toBe('1 connection')
  expect(describeFigure(figure({ metric: 'cpu', unit: 'percent', value: 43.4 }))).toBe('CPU 43 %')
  expect(describeFigure(figure({ metric: 'response time', unit: 'seconds', value: 0.2034 }))).toBe(
    'response time (p95) 203 ms',
  )
  expect(describeTarget(figure({ unit: 'seconds', target: { below: 2.5 } }))).toBe('below 2.5 s')
  expect(describeTarget(figure({ unit: 'percent', target: { above: 80 } }))).toBe('above 80 %')
  expect(describeTarget(figure({ target: { below: 1 } }))).toBe('none')
})
