import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { expect, it } from 'vitest'
import { toStrategy } from '../../../src/aws/deployment-strategy.js'
import { timeForRollout } from '../../../src/operations/service/rollout-time.js'

const minutes = (configuration: DeploymentConfiguration, tasks = 3, grace = 0) =>
  timeForRollout(toStrategy(configuration), tasks, grace * 60_000) / 60_000

const lambda = (stage: 'POST_SCALE_UP' | 'PRE_PRODUCTION_TRAFFIC_SHIFT', timeoutInMinutes: number) => ({
  hookTargetArn: 'arn:aws:lambda:ap-southeast-2:123456789012:function:check',
  lifecycleStages: [stage],
  timeoutConfiguration: { timeoutInMinutes },
})

it.each<[string, DeploymentConfiguration, number]>([
  ['a rolling update has an hour', {}, 60],
  ['and its bake time', { bakeTimeInMinutes: 90 }, 150],
  ['blue/green shifts at once', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 1_440 }, 1_500],
  [
    'linear waits between its steps, not after the last one',
    { strategy: 'LINEAR', linearConfiguration: { stepPercent: 25, stepBakeTimeInMinutes: 60 } },
    60 + 3 * 60,
  ],
  ['linear by default: ten steps, six minutes each', { strategy: 'LINEAR' }, 60 + 9 * 6],
  [
    'a canary waits once',
    { strategy: 'CANARY', canaryConfiguration: { canaryBakeTimeInMinutes: 1_440 } },
    60 + 1_440,
  ],
  ['a canary by default: ten minutes', { strategy: 'CANARY', bakeTimeInMinutes: 5 }, 75],
  ['a Lambda hook has its time', { lifecycleHooks: [lambda('POST_SCALE_UP', 30)] }, 90],
  [
    'and at each shift, where its stage comes at each',
    {
      strategy: 'LINEAR',
      linearConfiguration: { stepPercent: 50, stepBakeTimeInMinutes: 0 },
      lifecycleHooks: [lambda('PRE_PRODUCTION_TRAFFIC_SHIFT', 30)],
    },
    60 + 2 * 30,
  ],
  [
    'a pause is not in it: that time does not count at all',
    { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] }] },
    60,
  ],
])('%s', (_, configuration, expected) => {
  expect(minutes(configuration)).toBe(expected)
})

it('health checks that do not count yet prolong each batch', () => {
  expect(minutes({}, 3, 10)).toBe(70)
  // 10 tasks, one more than wanted at a time: ten batches.
  expect(minutes({ maximumPercent: 110, minimumHealthyPercent: 100 }, 10, 10)).toBe(60 + 10 + 9 * 15)
  expect(minutes({ strategy: 'BLUE_GREEN', maximumPercent: 110 }, 10, 10)).toBe(70)
})
