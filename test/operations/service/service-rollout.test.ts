import { describeReturn, describeRollout } from '../../../src/status/describe-rollout.js'
import { describe, expect, it } from 'vitest'
import { toStrategy } from '../../../src/aws/deployment-strategy.js'
import type { ServiceDeploymentDetail } from '../../../src/aws/aws.js'
import { diedSince } from '../../../src/operations/service/service-health.js'
import { rolloutState, whyNot } from '../../../src/operations/service/service-rollout.js'
import { arn, deployed, inFull, now, ref } from './release-facts.js'

const tasks = (revision: string, requested: number, running: number, pending = 0) => ({
  revision,
  requested,
  running,
  pending,
})

function running(changes: Partial<ServiceDeploymentDetail> = {}): ServiceDeploymentDetail {
  return inFull(deployed(43, 0, 'IN_PROGRESS'), {
    targetTasks: tasks('revision-43', 3, 2, 1),
    sources: [tasks('revision-42', 2, 2)],
    ...changes,
  })
}

describe('a rollout in words', () => {
  it.each([
    [{}, '2 of 3 new tasks running, 1 starting, 2 old still serving'],
    [{ targetTasks: tasks('r', 1, 1), sources: [] }, '1 of 1 new task running'],
    [
      { failures: { count: 2, threshold: 3, tripped: false } },
      '2 of 3 new tasks running, 1 starting, 2 old still serving, 2 failed starts (ECS gives up after 3)',
    ],
    [{ status: 'PENDING' as const }, 'ECS is about to start it'],
  ])('of %j', (changes, words) => {
    expect(describeRollout(running(changes))).toBe(words)
  })

  it('says what holds it, and until when', () => {
    const pausedAt = { hook: 'h', stage: 'POST_SCALE_UP', until: now + 3_600_000 }
    expect(describeRollout(running({ pausedAt }))).toContain(
      'paused until 1972-09-27 01:00 UTC, the new tasks run, and get no traffic yet: somebody has to let it go on, or back',
    )
  })

  it('of the way back', () => {
    const back = running({
      rollback: { revision: 'revision-42' },
      sources: [tasks('revision-42', 2, 1, 1)],
      targetTasks: tasks('revision-43', 0, 1),
    })
    expect(describeReturn(back)).toBe('1 of 2 old tasks running, 1 starting, 1 new still stopping')
  })
})

describe('what a status means', () => {
  it.each([
    ['PENDING', 'running'],
    ['IN_PROGRESS', 'running'],
    ['SUCCESSFUL', 'succeeded'],
    ['ROLLBACK_REQUESTED', 'returning'],
    ['ROLLBACK_IN_PROGRESS', 'returning'],
    ['ROLLBACK_SUCCESSFUL', 'returning'],
    ['ROLLBACK_FAILED', 'stopped'],
    ['STOP_REQUESTED', 'stopped'],
    ['STOPPED', 'stopped'],
  ] as const)('%s: %s', (status, state) => {
    expect(rolloutState({ status })).toBe(state)
  })
})

describe('why a deployment did not come through', () => {
  it.each([
    [{ failures: { count: 3, threshold: 3, tripped: true } }, 'kept failing (3 failed starts), so ECS gave'],
    [{ alarmsThatRang: ['prod-alb-5xx'] }, 'prod-alb-5xx rang, so ECS gave the deployment of backend up'],
    [{ status: 'STOPPED' as const, statusReason: 'replaced.' }, 'was stopped. ECS says: replaced.'],
    [{ status: 'ROLLBACK_REQUESTED' as const }, 'The deployment of backend was given up.'],
    [
      { statusReason: 'Service deployment rolled back because it was stopped by a user.' },
      'Somebody stopped the deployment of backend in ECS.',
    ],
    [
      {
        statusReason:
          'Service deployment rolled back because the lifecycle hook at POST_SCALE_UP asked for it.',
      },
      'A lifecycle hook did not let the deployment of backend go on.',
    ],
  ])('%j', (changes, words) => {
    expect(whyNot(ref, running(changes))).toContain(words)
  })
})

describe('a task that died', () => {
  const task = {
    id: 'a',
    lastStatus: 'STOPPED',
    taskDefinition: arn(43),
    stoppedAt: now,
    containers: [{ name: 'backend', exitCode: 1 }],
  }
  const died = (
    changes: Partial<typeof task> & { stoppedReason?: string },
    completedAt: number | undefined,
  ) => diedSince([{ ...task, ...changes }], { taskDefinition: 'ohmycoins-prod-backend:43', completedAt })

  it('after the deployment was complete counts against it', () => {
    expect(died({}, now - 1)).toContain('exit code 1')
  })

  it.each([
    ['before it was complete', {}, now + 1],
    ['of the version before', { taskDefinition: arn(42) }, now - 1],
    [
      'on purpose',
      { containers: [], stoppedReason: 'Scaling activity initiated by (deployment 1)' },
      now - 1,
    ],
    ['when nobody knows when it was complete', {}, undefined],
  ])('does not: %s', (_, changes, completedAt) => {
    expect(died(changes, completedAt)).toBeUndefined()
  })
})

describe('a rollout that shifts traffic', () => {
  const canary = toStrategy({ strategy: 'CANARY', bakeTimeInMinutes: 5 })
  const at = (stage: string, traffic: number, changes: Partial<ServiceDeploymentDetail> = {}) =>
    describeRollout(
      running({
        strategy: canary,
        stage,
        targetTasks: { ...tasks('revision-43', 2, 2), traffic },
        ...changes,
      }),
    )

  it.each([
    ['SCALE_UP', 0, 'canary: no traffic yet, 2 of 2 new tasks running, 2 old still serving'],
    ['POST_TEST_TRAFFIC_SHIFT', 0, 'canary: it has the test traffic, and no other yet, 2 of 2'],
    ['PRODUCTION_TRAFFIC_SHIFT', 5, 'canary: 5 % of the traffic (step 1 of 2), 2 of 2'],
    ['BAKE_TIME', 100, 'canary: 100 % of the traffic (step 2 of 2), watched (bake time), 2 of 2'],
    ['CLEAN_UP', 100, 'canary: 100 % of the traffic (step 2 of 2), old tasks are being stopped, 2 of 2'],
  ])('at %s with %i %%', (stage, traffic, words) => {
    expect(at(stage, traffic)).toContain(words)
  })

  it('says when it goes on by itself, where that is a matter of time', () => {
    const hour = (hours: number) => now + hours * 3_600_000
    const shifting = { schedule: { nextShift: hour(1), bakedAt: hour(2) } }
    expect(at('PRODUCTION_TRAFFIC_SHIFT', 5, shifting)).toContain(
      'canary: 5 % of the traffic (step 1 of 2) until about 1972-09-27 01:00 UTC, not done before 1972-09-27 02:00 UTC',
    )
    expect(at('BAKE_TIME', 100, { schedule: { bakedAt: hour(2) } })).toContain(
      'watched until about 1972-09-27 02:00 UTC (bake time)',
    )
  })
})
