import { ContinueServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production } from './clients.js'
import { newestDeployment } from './deploy.js'

const minute = 60_000
const { service } = production
const check = 'arn:aws:lambda:ap-southeast-2:123456789012:function:check'
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

const hooks = async () => (await newestDeployment(clients, production)).lifecycleHookDetails ?? []
const states = async () => (await hooks()).map(({ targetType, status }) => `${targetType} ${status}`)

async function answer(index: number, action?: 'CONTINUE' | 'ROLLBACK') {
  const { serviceDeploymentArn, lifecycleHookDetails = [] } = await newestDeployment(clients, production)
  const hookId = lifecycleHookDetails[index]?.hookId
  await clients.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }))
}

describe('hooks of a deployment that somebody else started', () => {
  it('hold a canary before each shift, and an answer without a word goes on', async () => {
    account.world.deploy(service, 'sprint-13-77aa001', {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
      lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
    })
    account.advance(5 * minute)
    expect(await states()).toEqual(['PAUSE AWAITING_ACTION'])
    await answer(0)
    account.advance(5 * minute)
    expect(await states()).toEqual(['PAUSE SUCCEEDED', 'PAUSE AWAITING_ACTION'])
    await answer(1)
    account.advance(5 * minute)
    expect((await newestDeployment(clients, production)).status).toBe('SUCCESSFUL')
  })

  it('of both kinds at one stage are waited for together', async () => {
    account.world.deploy(service, 'sprint-13-77aa001', {
      lifecycleHooks: [
        { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] },
        { targetType: 'PAUSE', lifecycleStages: ['POST_SCALE_UP'] },
        { hookTargetArn: check, lifecycleStages: ['POST_SCALE_UP'] },
      ],
    })
    account.advance(70_000)
    expect(await states()).toEqual([
      'PAUSE AWAITING_ACTION',
      'PAUSE AWAITING_ACTION',
      'AWS_LAMBDA IN_PROGRESS',
    ])
    await answer(0, 'CONTINUE')
    account.advance(10 * minute)
    expect(await states()).toEqual(['PAUSE SUCCEEDED', 'PAUSE AWAITING_ACTION', 'AWS_LAMBDA SUCCEEDED'])
    expect((await newestDeployment(clients, production)).status).toBe('IN_PROGRESS')
    await answer(1, 'ROLLBACK')
    expect(await states()).toEqual(['PAUSE SUCCEEDED', 'PAUSE FAILED', 'AWS_LAMBDA SUCCEEDED'])
    account.advance(5 * minute)
    expect((await newestDeployment(clients, production)).status).toBe('ROLLBACK_SUCCESSFUL')
  })

  it('tell of a pause in the words of EventBridge, of which the deployment is the resource', async () => {
    account.world.deploy(service, 'sprint-13-77aa001', {
      lifecycleHooks: [
        {
          ...{ targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] },
          timeoutConfiguration: { timeoutInMinutes: 20 },
        },
      ],
    })
    account.advance(minute)
    const [hook] = await hooks()
    const { serviceDeploymentArn } = await newestDeployment(clients, production)
    const events = account.world.queued().map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    const ofHooks = events.filter((event) => event['detail-type'] === 'ECS Hook State Change')
    expect(ofHooks).toMatchObject([
      {
        'detail-type': 'ECS Hook State Change',
        source: 'aws.ecs',
        resources: [serviceDeploymentArn],
        detail: {
          eventType: 'INFO',
          eventName: 'HOOK_AWAITING_ACTION',
          hookId: hook?.hookId,
          hookType: 'PAUSE',
          expiresAt: hook?.expiresAt?.toISOString(),
          lifecycleStage: 'PRE_SCALE_UP',
          serviceArn: `arn:aws:ecs:ap-southeast-2:123456789012:service/${production.cluster}/${service}`,
          serviceDeploymentArn,
        },
      },
    ])
    expect(hook?.hookId).toMatch(/^ecs-pause-[\w-]{43}$/)
  })

  it('hold it before its tasks where it took another one over', async () => {
    const lifecycleHooks = [{ targetType: 'PAUSE' as const, lifecycleStages: ['RECONCILE_SERVICE' as const] }]
    account.world.deploy(service, 'sprint-13-77aa001', { lifecycleHooks })
    account.advance(30_000)
    expect(await states()).toEqual([])
    account.world.deploy(service, 'sprint-13-77aa002')
    account.advance(30_000)
    expect(await states()).toEqual(['PAUSE AWAITING_ACTION'])
    account.world.answerPauses(service, 'CONTINUE')
    account.advance(5 * minute)
    expect((await newestDeployment(clients, production)).status).toBe('SUCCESSFUL')
  })

  it('are functions alone while traffic is being shifted: a pause there is refused', async () => {
    const during = (targetType: 'PAUSE' | 'AWS_LAMBDA') => ({
      strategy: 'BLUE_GREEN' as const,
      lifecycleHooks: [
        { targetType, hookTargetArn: check, lifecycleStages: ['PRODUCTION_TRAFFIC_SHIFT' as const] },
      ],
    })
    const update = new UpdateServiceCommand({ ...production, deploymentConfiguration: during('PAUSE') })
    await expect(clients.ecs.send(update)).rejects.toThrow('PRODUCTION_TRAFFIC_SHIFT')
    account.world.setHookAnswer(check, 'FAILED')
    account.world.deploy(service, 'sprint-13-77aa001', during('AWS_LAMBDA'))
    account.advance(5 * minute)
    expect(await states()).toEqual(['AWS_LAMBDA FAILED'])
    expect(await newestDeployment(clients, production)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      targetServiceRevision: { requestedProductionTrafficWeight: 0 },
    })
  })
})
