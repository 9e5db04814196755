import {
  ContinueServiceDeploymentCommand,
  DescribeServiceRevisionsCommand,
  StopServiceDeploymentCommand,
} from '@aws-sdk/client-ecs'
import { DescribeRulesCommand, DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production } from './clients.js'
import { deployTag, describeService, newestDeployment } from './deploy.js'

const minute = 60_000
let account: Account
let clients: Clients
let second: string

beforeEach(async () => {
  account = await startAccount()
  clients = clientsFor(account.url)
  second = account.world.addSecondTargetGroup(production.service)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const tasks = () => account.world.tasks(production.service)
const running = () => tasks().filter(({ lastStatus }) => lastStatus === 'RUNNING')

/** What the newest deployment says of its traffic, and the weights in the listener rule. */
async function traffic() {
  const deployment = await newestDeployment(clients, production)
  const [loadBalancer] = (await describeService(clients, production)).loadBalancers ?? []
  const rule = loadBalancer?.advancedConfiguration?.productionListenerRule ?? ''
  const { Rules = [] } = await clients.elb.send(new DescribeRulesCommand({ RuleArns: [rule] }))
  const groups = Rules[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups ?? []
  return {
    status: deployment.status,
    stage: deployment.lifecycleStage,
    weight: deployment.targetServiceRevision?.requestedProductionTrafficWeight,
    rule: groups.find(({ TargetGroupArn }) => TargetGroupArn === second)?.Weight,
  }
}

test('blue/green runs both versions, shifts all traffic at once, bakes, and then stops the old tasks', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 10,
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(30_000)
  expect(await traffic()).toMatchObject({ status: 'IN_PROGRESS', weight: 0 })
  account.advance(2 * minute)
  expect(await traffic()).toEqual({ status: 'IN_PROGRESS', stage: 'BAKE_TIME', weight: 100, rule: 100 })
  expect(running()).toHaveLength(4)
  account.advance(10 * minute)
  expect(await traffic()).toMatchObject({ status: 'SUCCESSFUL', weight: 100 })
  expect(running()).toHaveLength(2)
})

test('after the shift DescribeServices names the first group still; the revision names the one that serves', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 1,
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(10 * minute)
  const service = await describeService(clients, production)
  const first = service.loadBalancers?.[0]?.targetGroupArn
  expect(first).not.toBe(second)
  const { serviceRevisions } = await clients.ecs.send(
    new DescribeServiceRevisionsCommand({
      serviceRevisionArns: (service.currentServiceRevisions ?? []).flatMap(({ arn }) => arn ?? []),
    }),
  )
  expect(serviceRevisions?.map((revision) => revision.resolvedConfiguration?.loadBalancers)).toMatchObject([
    [{ targetGroupArn: second }],
  ])
  const targets = async (group: string | undefined) =>
    (await clients.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group })))
      .TargetHealthDescriptions ?? []
  expect(await targets(second)).toHaveLength(2)
  expect(await targets(first)).toHaveLength(0)
  // And back into the first group with the next one.
  await deployTag(clients, production, 'sprint-13-77aa002')
  account.advance(10 * minute)
  expect(await targets(second)).toHaveLength(0)
  expect(await targets(first)).toHaveLength(2)
})

test('a canary waits with a little traffic before the rest', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: 30 },
    bakeTimeInMinutes: 0,
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(5 * minute)
  expect(await traffic()).toMatchObject({ stage: 'PRODUCTION_TRAFFIC_SHIFT', weight: 5, rule: 5 })
  account.advance(20 * minute)
  expect(await traffic()).toMatchObject({ weight: 5 })
  account.advance(10 * minute)
  expect(await traffic()).toMatchObject({ status: 'SUCCESSFUL', weight: 100, rule: 100 })
})

test('linear goes in equal steps', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'LINEAR',
    linearConfiguration: { stepPercent: 40, stepBakeTimeInMinutes: 10 },
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  const seen: (number | undefined)[] = []
  for (let step = 0; step < 30; step += 1) {
    account.advance(minute)
    const { weight } = await traffic()
    if (seen.at(-1) !== weight) seen.push(weight)
  }
  expect(seen).toEqual([40, 80, 100])
})

test('a pause before each shift is asked each time, and going back sends the traffic back', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'CANARY',
    canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 1 },
    lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['PRE_PRODUCTION_TRAFFIC_SHIFT'] }],
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(5 * minute)
  expect(await traffic()).toMatchObject({ weight: 0 })
  account.world.answerPauses(production.service, 'CONTINUE')
  account.advance(5 * minute)
  expect(await traffic()).toMatchObject({ weight: 10, rule: 10 })
  const { serviceDeploymentArn, lifecycleHookDetails = [] } = await newestDeployment(clients, production)
  expect(lifecycleHookDetails.map(({ status }) => status)).toEqual(['SUCCEEDED', 'AWAITING_ACTION'])
  await clients.ecs.send(
    new ContinueServiceDeploymentCommand({
      serviceDeploymentArn,
      hookId: lifecycleHookDetails[1]?.hookId,
      action: 'ROLLBACK',
    }),
  )
  expect(await traffic()).toMatchObject({ rule: 0 })
  account.advance(2 * minute)
  expect(await traffic()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL', weight: 0 })
  expect(running()).toHaveLength(2)
})

test('the old tasks are replaced too while they serve', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 60,
  })
  const old = running().map(({ taskDefinition }) => taskDefinition)[0]
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(3 * minute)
  const lost = running().find(({ taskDefinition }) => taskDefinition === old)
  account.world.stopTask(production.service, 'spot', lost?.id)
  account.advance(2 * minute)
  expect(running().filter(({ taskDefinition }) => taskDefinition === old)).toHaveLength(2)
})

test('stopping a deployment in its bake time brings the traffic back to the tasks that still run', async () => {
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'BLUE_GREEN',
    bakeTimeInMinutes: 60,
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(5 * minute)
  const { serviceDeploymentArn } = await newestDeployment(clients, production)
  await clients.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
  expect(await traffic()).toMatchObject({ rule: 0 })
  account.advance(2 * minute)
  expect(await traffic()).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
})

test.each([
  ['SUCCEEDED', 'SUCCESSFUL'],
  ['FAILED', 'ROLLBACK_SUCCESSFUL'],
  ['IN_PROGRESS', 'ROLLBACK_SUCCESSFUL'],
] as const)('a Lambda hook that answers %s ends the deployment as %s', async (answer, status) => {
  const hookTargetArn = 'arn:aws:lambda:ap-southeast-2:123456789012:function:check'
  account.world.setHookAnswer(hookTargetArn, answer)
  account.world.setDeploymentConfiguration(production.service, {
    strategy: 'BLUE_GREEN',
    lifecycleHooks: [
      {
        hookTargetArn,
        lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
        timeoutConfiguration: { timeoutInMinutes: 20 },
      },
    ],
  })
  await deployTag(clients, production, 'sprint-13-77aa001')
  account.advance(100_000)
  expect((await newestDeployment(clients, production)).lifecycleHookDetails).toMatchObject([
    { targetType: 'AWS_LAMBDA', targetArn: hookTargetArn },
  ])
  account.advance(30 * minute)
  expect(await traffic()).toMatchObject({ status })
})
