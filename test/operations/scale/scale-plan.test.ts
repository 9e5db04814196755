import { describe, expect, it } from 'vitest'
import type { EcsService } from '../../../src/aws/aws.js'
import type { Environment } from '../../../src/core/environment.js'
import { UserError } from '../../../src/core/user-error.js'
import { decideScale, type ScaleInput } from '../../../src/operations/scale/scale-plan.js'

const ref = {
  environment: 'production',
  name: 'backend',
  service: 'ohmycoins-prod-backend',
  cluster: 'ohmycoins-prod-cluster',
}

function environment(scale: Partial<Environment['policy']['scale']> = {}): Environment {
  return {
    name: 'production',
    aliases: ['prod'],
    region: 'ap-southeast-2',
    cluster: ref.cluster,
    services: [ref],
    servicePrefix: 'ohmycoins-prod-',
    logGroups: {},
    alarmPrefix: 'ohmycoins-prod-',
    policy: {
      scale: { minimum: 1, maximum: 10, toZero: true, ...scale },
      access: {},
      approvals: {},
      approvalsExpireAfter: 1_800_000,
      changesIn: [],
    },
  }
}

function running(desired: number, changes: Partial<EcsService> = {}): EcsService {
  const deployment = {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    rolloutState: 'COMPLETED' as const,
    desired,
    running: desired,
    pending: 0,
    failedTasks: 0,
    createdAt: 0,
    taskDefinition: 'backend:1',
  }
  return {
    ref,
    arn: 'arn',
    status: 'ACTIVE',
    desired,
    running: desired,
    pending: 0,
    taskDefinition: 'backend:1',
    deploymentController: 'ECS',
    deployments: [deployment],
    currentServiceRevisions: [],
    targetGroups: [],
    events: [],
    ...changes,
  }
}

const to = (count: number): ScaleInput => ({ service: ref, count: { to: count } })
const by = (count: number): ScaleInput => ({ service: ref, count: { by: count } })
const autoscaling = { ref, minimum: 2, maximum: 10 }

/** The refusal, as a person reads it. */
function refusal(decide: () => unknown): { code: string; text: string } {
  try {
    decide()
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, text: error.message }
    throw error
  }
  throw new Error('It was not refused')
}

describe('planning a scale', () => {
  it('shows before and after', () => {
    const plan = decideScale(to(4), environment(), running(2), undefined)
    expect(plan.summary).toBe('Scale backend in production from 2 to 4 tasks')
    expect(plan.changes).toEqual([{ what: 'Desired count', from: '2', to: '4' }])
    expect(plan.confirmation).toBeUndefined()
  })

  it.each([
    [1, 3],
    [-1, 1],
  ])('understands %i relative to what there is', (difference, expected) => {
    const plan = decideScale(by(difference), environment(), running(2), undefined)
    expect(plan.basis).toMatchObject({ from: 2, to: expected })
  })

  it('refuses what changes nothing', () => {
    expect(refusal(() => decideScale(to(2), environment(), running(2), undefined)).code).toBe('nothing-to-do')
  })

  it('refuses more than the environment allows, with the most that is allowed', () => {
    const { code, text } = refusal(() => decideScale(to(11), environment(), running(2), undefined))
    expect(code).toBe('above-maximum')
    expect(text).toContain('`/ohmy scale backend 10 production`')
  })

  it('refuses less than the environment asks for, with the least that is allowed', () => {
    const { code, text } = refusal(() =>
      decideScale(to(1), environment({ minimum: 2 }), running(4), undefined),
    )
    expect(code).toBe('below-minimum')
    expect(text).toContain('`/ohmy scale backend 2 production`')
  })

  it('refuses fewer than none', () => {
    expect(refusal(() => decideScale(by(-3), environment(), running(2), undefined)).code).toBe('below-zero')
  })

  it('scales to zero only where policy allows it', () => {
    const { code } = refusal(() => decideScale(to(0), environment({ toZero: false }), running(2), undefined))
    expect(code).toBe('zero-not-allowed')
  })

  it('asks for the name of the service before it scales to zero', () => {
    const plan = decideScale(to(0), environment({ minimum: 2 }), running(2), undefined)
    expect(plan.confirmation?.word).toBe('backend')
  })

  it('takes the autoscaling minimum away for zero, or autoscaling would start tasks again', () => {
    const plan = decideScale(to(0), environment(), running(2), autoscaling)
    expect(plan.changes).toContainEqual({ what: 'Autoscaling range', from: '2–10', to: '0–10' })
  })

  it.each([
    [1, 2],
    [12, 10],
  ])('refuses %i outside the autoscaling range and offers %i', (count, offered) => {
    const { code, text } = refusal(() =>
      decideScale(to(count), environment({ maximum: 20 }), running(4), autoscaling),
    )
    expect(code).toBe('outside-autoscaling')
    expect(text).toContain(`\`/ohmy scale backend ${offered} production\``)
  })

  it('warns inside the range that autoscaling may change it again', () => {
    const plan = decideScale(to(4), environment(), running(2), autoscaling)
    expect(plan.warnings).toEqual(['Autoscaling (2–10 tasks) may change the count again.'])
  })

  it('refuses during a running deployment', () => {
    const [deployment] = running(2).deployments
    const deploying = running(2, { deployments: [{ ...deployment!, rolloutState: 'IN_PROGRESS' }] })
    expect(refusal(() => decideScale(to(4), environment(), deploying, undefined)).code).toBe(
      'deployment-running',
    )
  })

  it('does not let anybody wait for a deployment that failed and that ECS left in place', () => {
    const [deployment] = running(2).deployments
    const left = running(2, {
      deployments: [
        { ...deployment!, rolloutState: 'FAILED' },
        { ...deployment!, status: 'ACTIVE' },
      ],
    })
    const { code, text } = refusal(() => decideScale(to(4), environment(), left, undefined))
    expect(code).toBe('deployment-failed')
    expect(text).toContain('/ohmy rollback backend')
    expect(text).not.toContain('Wait')
  })

  it('refuses a service that is being deleted', () => {
    const deleted = running(2, { status: 'DRAINING' })
    expect(refusal(() => decideScale(to(4), environment(), deleted, undefined)).code).toBe(
      'service-not-active',
    )
  })

  it('does not undo over a later change', () => {
    const undo = { ...to(2), expected: 4 }
    const { code, text } = refusal(() => decideScale(undo, environment(), running(7), undefined))
    expect(code).toBe('moved-since')
    expect(text).toContain('runs 7 tasks now, not the 4')
  })

  it('puts the autoscaling range back when it undoes', () => {
    const undo: ScaleInput = { ...to(2), expected: 0, range: { minimum: 2, maximum: 10 } }
    const plan = decideScale(undo, environment(), running(0), { ref, minimum: 0, maximum: 10 })
    expect(plan.changes).toContainEqual({ what: 'Autoscaling range', from: '0–10', to: '2–10' })
  })
})
