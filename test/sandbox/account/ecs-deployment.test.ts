import {
  DescribeServiceRevisionsCommand,
  DescribeTasksCommand,
  ListTasksCommand,
  StopServiceDeploymentCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production, repository, staging } from './clients.js'
import { deployTag, describeService, newestDeployment, type Place } from './deploy.js'

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

async function stoppedTask(place: Place) {
  const { taskArns } = await clients.ecs.send(
    new ListTasksCommand({ cluster: place.cluster, serviceName: place.service, desiredStatus: 'STOPPED' }),
  )
  const { tasks } = await clients.ecs.send(
    new DescribeTasksCommand({ cluster: place.cluster, tasks: taskArns ?? [] }),
  )
  const [task] = tasks ?? []
  if (task === undefined) throw new Error('No task has stopped')
  return task
}

test('a good version starts beside the old one, takes over and completes', async () => {
  const before = await describeService(clients, production)
  const { taskDefinition, service } = await deployTag(clients, production, 'sprint-13-77aa001')
  expect(service?.deployments).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition },
    { status: 'ACTIVE', rolloutState: 'COMPLETED', taskDefinition: before.taskDefinition },
  ])
  expect((await newestDeployment(clients, production)).status).toBe('PENDING')

  account.advance(5_000)
  const started = await describeService(clients, production)
  expect(started).toMatchObject({ desiredCount: 2, runningCount: 2, pendingCount: 2 })
  expect(started.currentServiceDeployment).toMatch(
    /^arn:aws:ecs:ap-southeast-2:123456789012:service-deployment\/ohmycoins-prod-cluster\/ohmycoins-prod-backend\/[\w-]{21}$/,
  )
  expect(await newestDeployment(clients, production)).toMatchObject({
    status: 'IN_PROGRESS',
    targetServiceRevision: { requestedTaskCount: 2, runningTaskCount: 0, pendingTaskCount: 2 },
    deploymentCircuitBreaker: { status: 'MONITORING', threshold: 3, failureCount: 0 },
  })

  account.advance(90_000)
  const after = await describeService(clients, production)
  expect(after).toMatchObject({ taskDefinition, runningCount: 2, pendingCount: 0 })
  expect(after.deployments).toMatchObject([{ status: 'PRIMARY', rolloutState: 'COMPLETED', failedTasks: 0 }])
  const messages = after.events?.map(({ message }) => message) ?? []
  expect(messages[0]).toBe('(service ohmycoins-prod-backend) has reached a steady state.')
  expect(messages[1]).toMatch(/\(deployment ecs-svc\/\d{19}\) deployment completed\.$/)
  expect(
    messages.some((text) => /has started 2 tasks: \(task \w{32}\) \(task \w{32}\)\.$/.test(text ?? '')),
  ).toBe(true)

  const finished = await newestDeployment(clients, production)
  expect(finished.status).toBe('SUCCESSFUL')
  expect(finished.finishedAt?.getTime()).toBeGreaterThan(finished.createdAt?.getTime() ?? Number.NaN)
  const revision = finished.targetServiceRevision?.arn ?? ''
  const { serviceRevisions } = await clients.ecs.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: [revision] }),
  )
  expect(serviceRevisions?.[0]).toMatchObject({
    taskDefinition,
    containerImages: [{ containerName: 'backend', image: `${repository}:sprint-13-77aa001` }],
  })
  expect(serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest).toMatch(/^sha256:[0-9a-f]{64}$/)
})

test('a crash-looping version trips the circuit breaker and the old one never stops serving', async () => {
  const before = await describeService(clients, staging)
  const { taskDefinition } = await deployTag(clients, staging, 'sprint-13-bad0bad-broken')
  let least = Number.POSITIVE_INFINITY
  for (let second = 0; second < 240; second += 5) {
    account.advance(5_000)
    least = Math.min(least, account.world.service(staging.service).healthyCount)
  }
  expect(least).toBe(1)
  const after = await describeService(clients, staging)
  expect(after.taskDefinition).toBe(before.taskDefinition)
  expect(after.deployments).toHaveLength(1)
  const messages = after.events?.map(({ message }) => message ?? '') ?? []
  expect(messages.some((text) => text.endsWith('deployment failed: tasks failed to start.'))).toBe(true)
  expect(messages.some((text) => /rolling back to deployment ecs-svc\/\d+\.$/.test(text))).toBe(true)

  const deployment = await newestDeployment(clients, staging)
  expect(deployment).toMatchObject({
    status: 'ROLLBACK_SUCCESSFUL',
    statusReason: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 3, threshold: 3 },
    rollback: { serviceRevisionArn: before.currentServiceRevisions?.[0]?.arn },
  })
  expect(await stoppedTask(staging)).toMatchObject({
    taskDefinitionArn: taskDefinition,
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    lastStatus: 'STOPPED',
    containers: [{ exitCode: 1, image: `${repository}:sprint-13-bad0bad-broken` }],
  })
})

test('a version out of memory ends with exit code 137, one that cannot be pulled never starts', async () => {
  await deployTag(clients, staging, 'sprint-13-0-oom')
  account.advance(45_000)
  expect(await stoppedTask(staging)).toMatchObject({
    stopCode: 'EssentialContainerExited',
    containers: [{ exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' }],
  })
  await deployTag(clients, production, 'sprint-13-0-missing')
  account.advance(30_000)
  const missing = await stoppedTask(production)
  expect(missing.stopCode).toBe('TaskFailedToStart')
  expect(missing.stoppedReason).toMatch(/^CannotPullContainerError: /)
  expect(missing.startedAt).toBeUndefined()
})

test('stopping a running deployment returns to the old version, and a finished one cannot be stopped', async () => {
  const before = await describeService(clients, staging)
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(10_000)
  const { serviceDeploymentArn = '' } = await newestDeployment(clients, staging)
  const stop = () =>
    clients.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
  await stop()
  expect((await newestDeployment(clients, staging)).status).toBe('ROLLBACK_REQUESTED')
  await expect(stop()).rejects.toMatchObject({ name: 'ConflictException' })
  account.advance(30_000)
  expect((await newestDeployment(clients, staging)).status).toBe('ROLLBACK_SUCCESSFUL')
  const after = await describeService(clients, staging)
  expect(after).toMatchObject({ taskDefinition: before.taskDefinition, runningCount: 1 })
  await expect(stop()).rejects.toMatchObject({ name: 'ConflictException' })
  const unknown = new StopServiceDeploymentCommand({ serviceDeploymentArn: `${serviceDeploymentArn}x` })
  await expect(clients.ecs.send(unknown)).rejects.toMatchObject({
    name: 'ServiceDeploymentNotFoundException',
  })
})

test('an aborted deployment ends as stopped and the old version goes on alone', async () => {
  await deployTag(clients, staging, 'sprint-13-77aa001')
  account.advance(10_000)
  const { serviceDeploymentArn = '' } = await newestDeployment(clients, staging)
  await clients.ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ABORT' }))
  expect((await newestDeployment(clients, staging)).status).toBe('STOP_REQUESTED')
  account.advance(120_000)
  expect(await newestDeployment(clients, staging)).toMatchObject({ status: 'STOPPED' })
  expect(account.world.service(staging.service)).toMatchObject({ runningCount: 1, healthyCount: 1 })
})

test('a rolled back deployment whose old version is broken too ends as failed', async () => {
  const image = account.world.service(staging.service).image
  account.world.setDeploymentConfiguration(staging.service, { minimumHealthyPercent: 0, maximumPercent: 100 })
  account.world.setImage(image.slice(image.lastIndexOf(':') + 1), 'broken')
  account.world.killTask(staging.service)
  await deployTag(clients, staging, 'sprint-13-bad0bad-broken')
  account.advance(600_000)
  expect((await newestDeployment(clients, staging)).status).toBe('ROLLBACK_FAILED')
})

test('a second deployment stops the first and only its version remains', async () => {
  await deployTag(clients, staging, 'sprint-13-first00')
  account.advance(20_000)
  const first = await newestDeployment(clients, staging)
  const { taskDefinition } = await deployTag(clients, staging, 'sprint-14-second0')
  account.advance(120_000)
  const after = await describeService(clients, staging)
  expect(after).toMatchObject({ taskDefinition, runningCount: 1, pendingCount: 0 })
  expect(after.deployments).toHaveLength(1)
  const second = await newestDeployment(clients, staging)
  expect(second.status).toBe('SUCCESSFUL')
  expect(second.serviceDeploymentArn).not.toBe(first.serviceDeploymentArn)
})

test('without rollback a failed deployment stays failed and starts nothing more', async () => {
  account.world.setDeploymentConfiguration(staging.service, {
    deploymentCircuitBreaker: { enable: true, rollback: false },
  })
  await deployTag(clients, staging, 'sprint-13-bad0bad-broken')
  account.advance(300_000)
  const after = await describeService(clients, staging)
  expect(after.deployments).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'FAILED', failedTasks: 3 },
    { status: 'ACTIVE', runningCount: 1 },
  ])
  expect((await newestDeployment(clients, staging)).status).toBe('STOPPED')
  const failed = after.deployments?.[0]?.failedTasks
  account.advance(600_000)
  expect((await describeService(clients, staging)).deployments?.[0]?.failedTasks).toBe(failed)
})

test('a forced deployment of the same version replaces the tasks', async () => {
  const tasks = account.world.tasks(staging.service).map(({ id }) => id)
  await clients.ecs.send(new UpdateServiceCommand({ ...staging, forceNewDeployment: true }))
  account.advance(120_000)
  const running = account.world.tasks(staging.service).filter(({ lastStatus }) => lastStatus === 'RUNNING')
  expect(running).toHaveLength(1)
  expect(tasks).not.toContain(running[0]?.id)
})
