import { ContinueServiceDeploymentCommand, type DeploymentLifecycleHookAction } from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, staging } from './clients.js'
import { deployTag, describeService, newestDeployment } from './deploy.js'

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

const alarm = 'ohmycoins-staging-alb-5xx-errors'

test('an alarm that rings during a deployment rolls it back', async () => {
  account.world.setDeploymentConfiguration(staging.service, {
    alarms: { alarmNames: [alarm], enable: true, rollback: true },
  })
  const before = await describeService(clients, staging)
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(60_000)
  expect(await newestDeployment(clients, staging)).toMatchObject({
    status: 'IN_PROGRESS',
    alarms: { status: 'MONITORING', alarmNames: [alarm] },
  })
  account.world.setAlarm(alarm, 'ALARM')
  account.advance(120_000)
  expect(await newestDeployment(clients, staging)).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    alarms: { status: 'TRIGGERED', triggeredAlarmNames: [alarm] },
  })
  expect((await describeService(clients, staging)).taskDefinition).toBe(before.taskDefinition)
})

test('an alarm that rang before the deployment is not held against it', async () => {
  account.world.setDeploymentConfiguration(staging.service, {
    alarms: { alarmNames: [alarm], enable: true, rollback: true },
  })
  account.world.setAlarm(alarm, 'ALARM')
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(300_000)
  expect((await newestDeployment(clients, staging)).status).toBe('SUCCESSFUL')
})

test('a deployment bakes as long as configured before it is successful', async () => {
  account.world.setDeploymentConfiguration(staging.service, { bakeTimeInMinutes: 5 })
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(120_000)
  expect(await newestDeployment(clients, staging)).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'BAKE_TIME',
  })
  account.advance(300_000)
  expect((await newestDeployment(clients, staging)).status).toBe('SUCCESSFUL')
})

function pauseBeforeStart(timeoutAction: DeploymentLifecycleHookAction) {
  account.world.setDeploymentConfiguration(staging.service, {
    lifecycleHooks: [
      {
        targetType: 'PAUSE',
        lifecycleStages: ['PRE_SCALE_UP'],
        timeoutConfiguration: { timeoutInMinutes: 10, action: timeoutAction },
      },
    ],
  })
}

test.each([
  ['CONTINUE', 'SUCCESSFUL'],
  ['ROLLBACK', 'ROLLBACK_SUCCESSFUL'],
] as const)('a paused deployment waits, and %s ends it as %s', async (action, status) => {
  pauseBeforeStart('ROLLBACK')
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(60_000)
  const paused = await newestDeployment(clients, staging)
  expect(paused).toMatchObject({
    status: 'IN_PROGRESS',
    lifecycleStage: 'PRE_SCALE_UP',
    lifecycleHookDetails: [{ targetType: 'PAUSE', status: 'AWAITING_ACTION', timeoutAction: 'ROLLBACK' }],
    targetServiceRevision: { runningTaskCount: 0, pendingTaskCount: 0 },
  })
  const { serviceDeploymentArn } = paused
  const hookId = paused.lifecycleHookDetails?.[0]?.hookId
  const answer = () =>
    clients.ecs.send(new ContinueServiceDeploymentCommand({ serviceDeploymentArn, hookId, action }))
  await answer()
  account.advance(120_000)
  expect((await newestDeployment(clients, staging)).status).toBe(status)
  await expect(answer()).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a pause nobody answers ends with its timeout action', async () => {
  pauseBeforeStart('CONTINUE')
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(11 * 60_000)
  const deployment = await newestDeployment(clients, staging)
  expect(deployment.lifecycleHookDetails).toMatchObject([{ status: 'TIMED_OUT' }])
  account.advance(120_000)
  expect((await newestDeployment(clients, staging)).status).toBe('SUCCESSFUL')
})
