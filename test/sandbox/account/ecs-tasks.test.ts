import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { type Clients, clientsFor, production, staging } from './clients.js'
import { describeService } from './deploy.js'

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

async function targetStates(): Promise<(string | undefined)[]> {
  const { loadBalancers } = await describeService(clients, staging)
  const health = await clients.elb.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: loadBalancers?.[0]?.targetGroupArn }),
  )
  return health.TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State) ?? []
}

test('a task that is killed is replaced, and both can be described', async () => {
  account.world.killTask(production.service, undefined, 2)
  const now = await describeService(clients, production)
  expect(now).toMatchObject({ desiredCount: 2, runningCount: 1, pendingCount: 1 })
  account.advance(90_000)
  expect(await describeService(clients, production)).toMatchObject({ runningCount: 2, pendingCount: 0 })

  const listed = await clients.ecs.send(
    new ListTasksCommand({
      cluster: production.cluster,
      serviceName: production.service,
      desiredStatus: 'STOPPED',
    }),
  )
  expect(listed.taskArns).toHaveLength(1)
  const unknown = `${listed.taskArns?.[0]?.slice(0, -4)}0000`
  const { tasks, failures } = await clients.ecs.send(
    new DescribeTasksCommand({ cluster: production.cluster, tasks: [...(listed.taskArns ?? []), unknown] }),
  )
  expect(tasks).toMatchObject([
    {
      group: 'service:ohmycoins-prod-backend',
      lastStatus: 'STOPPED',
      containers: [{ name: 'backend', exitCode: 2, lastStatus: 'STOPPED' }],
    },
  ])
  expect(tasks?.[0]?.stoppedAt).toBeInstanceOf(Date)
  expect(tasks?.[0]?.startedBy).toMatch(/^ecs-svc\/\d{19}$/)
  expect(failures).toMatchObject([{ arn: unknown, reason: 'MISSING' }])
})

test('a task stopped by a user says so and is replaced', async () => {
  const [task] = account.world.tasks(staging.service)
  const stop = () =>
    clients.ecs.send(
      new StopTaskCommand({ cluster: staging.cluster, task: task?.arn, reason: 'try a fresh one' }),
    )
  const { task: stopping } = await stop()
  expect(stopping).toMatchObject({ desiredStatus: 'STOPPED', stopCode: 'UserInitiated' })
  expect(stopping?.stoppedReason).toBe('try a fresh one')
  await stop()
  expect(account.calls.of('StopTask').map(({ effective }) => effective)).toEqual([true, false])
  account.advance(90_000)
  expect(account.world.service(staging.service)).toMatchObject({ runningCount: 1, healthyCount: 1 })
})

test('a target becomes healthy after its task runs, and an unhealthy one is replaced', async () => {
  expect(await targetStates()).toEqual(['healthy'])
  account.world.makeTargetUnhealthy(staging.service)
  expect(await targetStates()).toEqual(['unhealthy'])
  account.advance(3_000)
  expect(await targetStates()).toEqual(['draining'])
  account.advance(32_000)
  expect(await targetStates()).toEqual(['initial'])
  account.advance(60_000)
  expect(await targetStates()).toEqual(['healthy'])
  const { events } = await describeService(clients, staging)
  const messages = events?.map(({ message }) => message ?? '') ?? []
  expect(
    messages.some((text) =>
      /is unhealthy in \(target-group .+\) due to \(reason Health checks failed with these codes: \[502\]\)/.test(
        text,
      ),
    ),
  ).toBe(true)
})
