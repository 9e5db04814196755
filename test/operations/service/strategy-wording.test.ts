import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { describe, expect, it } from 'vitest'
import { scheduleOf } from '../../../src/aws/deployment-schedule.js'
import { toStrategy } from '../../../src/aws/deployment-strategy.js'
import { isEarly } from '../../../src/operations/service/early-success.js'
import { strategyDetails } from '../../../src/operations/service/strategy-wording.js'
import { deployed, inFull, prices, service } from './release-facts.js'

const breaker = { enable: true, rollback: true }
const told = (configuration: DeploymentConfiguration, size: { cpu?: string; memory?: string } = {}) =>
  strategyDetails(
    service({ strategy: toStrategy({ deploymentCircuitBreaker: breaker, ...configuration }), desired: 4 }),
    size,
    prices,
  )

describe('how ECS will carry a deployment out', () => {
  it('needs no word where it is a plain rolling update, or nobody knows', () => {
    expect(told({})).toEqual([])
    expect(strategyDetails(service(), {}, prices)).toEqual([])
  })

  it('tells steps, times, and what runs twice at which cost', () => {
    const linear = { stepPercent: 25, stepBakeTimeInMinutes: 60 }
    const size = { cpu: '1024', memory: '2048' }
    // 4 tasks, 3 h between the steps, 1 h of bake time, 5 min for themselves: 4 × 4.083 h × 0.04937 USD.
    expect(told({ strategy: 'LINEAR', linearConfiguration: linear, bakeTimeInMinutes: 60 }, size)).toEqual([
      'Linear: 25 % more of the traffic every 1 h, 4 steps, then 1 h of bake time. It takes 4 h and what its tasks need.',
      "Meanwhile 8 tasks run instead of 4, about 0.81 USD at Fargate's list prices.",
    ])
    expect(told({ strategy: 'BLUE_GREEN', bakeTimeInMinutes: 10 })).toEqual([
      'Blue/green: all of the traffic at once, then 10 min of bake time. It takes 10 min and what its tasks need.',
      'Meanwhile 8 tasks run instead of 4.',
    ])
  })

  it('tells when ECS calls it successful early', () => {
    const early = { enable: true, healthyPercent: 60, sourceServiceRevisionCleanup: 'BLOCKING' } as const
    expect(told({ earlySuccessCriteria: early })).toEqual([
      'ECS calls it successful with 3 of 4 new tasks healthy. From then on nothing goes back by itself; ohmy waits for all of it.',
    ])
    expect(told({ strategy: 'CANARY', earlySuccessCriteria: early }).join(' ')).not.toContain('successful')
  })

  it.each<[object | undefined, string]>([
    [undefined, 'The service has no circuit breaker: ohmy gives up after 3 failed starts.'],
    [
      { ...breaker, thresholdConfiguration: { type: 'COUNT', value: 5 } },
      'ECS gives it up after 5 failed starts.',
    ],
    [
      {
        ...breaker,
        thresholdConfiguration: { type: 'BOUNDED_PERCENT', value: 25 },
        resetOnHealthyTask: false,
      },
      'ECS gives it up after as many failed starts as 25 % of its tasks (3 to 200), counted in all.',
    ],
    [{ enable: true, rollback: false }, 'When ECS gives it up, ECS does not go back by itself.'],
  ])('tells what ends it: %j', (deploymentCircuitBreaker, words) => {
    const configuration = { deploymentCircuitBreaker } as DeploymentConfiguration
    expect(told(configuration)).toEqual([words])
  })
})

describe('what is still to be waited for', () => {
  const minute = 60_000
  const linear = toStrategy({
    ...{ strategy: 'LINEAR', bakeTimeInMinutes: 5 },
    linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 10 },
  })

  it.each([
    ['PRODUCTION_TRAFFIC_SHIFT', 40, { nextShift: 10 * minute, bakedAt: 25 * minute }],
    ['PRODUCTION_TRAFFIC_SHIFT', 80, { nextShift: 10 * minute, bakedAt: 15 * minute }],
    ['PRODUCTION_TRAFFIC_SHIFT', 100, { bakedAt: 5 * minute }],
    ['BAKE_TIME', 100, { bakedAt: 5 * minute }],
    ['SCALE_UP', 0, undefined],
    ['CLEAN_UP', 100, undefined],
  ])('at %s with %i %%', (stage, traffic, expected) => {
    expect(scheduleOf(linear, { stage, traffic, since: 0 }, 1)).toEqual(expected)
  })
})

it('a success is early where the counts of its end lack tasks, or old ones were left', () => {
  const strategy = toStrategy({
    earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
  })
  const counts = (running: number) => ({ revision: 'r', requested: 2, running, pending: 0 })
  const ended = (running: number, old: number) =>
    isEarly(inFull(deployed(43, 0), { strategy, targetTasks: counts(running), sources: [counts(old)] }))
  expect([ended(1, 0), ended(2, 1), ended(2, 0)]).toEqual([true, true, false])
  expect(isEarly(inFull(deployed(43, 0), { targetTasks: counts(1) }))).toBe(false)
})
