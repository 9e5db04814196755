import {
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  paginateListServices,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Account, startAccount } from '../../../sandbox/account/account.js'
import { manyServices, ohMyCoins } from '../../../sandbox/account/seed/environments.js'
import { type Clients, clientsFor, production, staging } from './clients.js'
import { describeService, registerTag } from './deploy.js'

let account: Account
let clients: Clients

beforeEach(async () => {
  account = await startAccount({ environments: [...ohMyCoins(), manyServices({ count: 25 })] })
  clients = clientsFor(account.url)
})

afterEach(async () => {
  clients.destroy()
  await account.stop()
})

const many = 'ohmycoins-many-cluster'
const name = (number: number) => `ohmycoins-many-service-${String(number).padStart(4, '0')}`

test('ListServices gives ten a page, and all of them in pages', async () => {
  const first = await clients.ecs.send(new ListServicesCommand({ cluster: many }))
  expect(first.serviceArns).toHaveLength(10)
  const all = new Set<string>()
  for await (const { serviceArns } of paginateListServices({ client: clients.ecs }, { cluster: many })) {
    for (const arn of serviceArns ?? []) all.add(arn)
  }
  expect(all.size).toBe(25)
  const whole = await clients.ecs.send(new ListServicesCommand({ cluster: many, maxResults: 100 }))
  expect(whole.serviceArns).toHaveLength(25)
  expect(whole.nextToken).toBeUndefined()
  await expect(
    clients.ecs.send(new ListServicesCommand({ cluster: many, nextToken: 'made up' })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('DescribeServices takes ten names, reports missing ones and gives tags when asked', async () => {
  const names = Array.from({ length: 11 }, (_, index) => name(index + 1))
  await expect(
    clients.ecs.send(new DescribeServicesCommand({ cluster: many, services: names })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } })
  const answer = await clients.ecs.send(
    new DescribeServicesCommand({
      cluster: many,
      services: [...names.slice(0, 9), 'nope'],
      include: ['TAGS'],
    }),
  )
  expect(answer.services).toHaveLength(9)
  expect(answer.services?.[0]?.tags).toContainEqual({ key: 'ManagedBy', value: 'Terraform' })
  expect(answer.failures).toMatchObject([{ reason: 'MISSING' }])
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
})

test('other lists and descriptions keep to their limits too', async () => {
  const arns = Array.from({ length: 21 }, (_, index) => `arn:${index}`)
  const tasks = Array.from({ length: 101 }, (_, index) => `task-${index}`)
  const refused = [
    clients.ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: arns })),
    clients.ecs.send(new DescribeTasksCommand({ cluster: many, tasks })),
    clients.ecs.send(new ListTasksCommand({ cluster: many, maxResults: 101 })),
  ]
  for (const call of refused) await expect(call).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('what does not exist is refused by its own error', async () => {
  const { ecs } = clients
  const cluster = 'nowhere'
  await expect(ecs.send(new ListServicesCommand({ cluster }))).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
  })
  await expect(
    ecs.send(new UpdateServiceCommand({ ...staging, service: 'nope', desiredCount: 1 })),
  ).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  await expect(ecs.send(new UpdateServiceCommand({ ...staging, desiredCount: -1 }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
  await expect(
    ecs.send(new UpdateServiceCommand({ ...staging, taskDefinition: 'ohmycoins-staging-backend:999' })),
  ).rejects.toMatchObject({ name: 'ClientException' })
})

test('an inactive task definition cannot be deployed', async () => {
  const taskDefinition = await registerTag(clients, staging, 'sprint-13-77aa001')
  await clients.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }))
  await expect(
    clients.ecs.send(new UpdateServiceCommand({ ...staging, taskDefinition })),
  ).rejects.toMatchObject({ name: 'ClientException', message: 'TaskDefinition is inactive' })
  const listed = await clients.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: staging.service, status: 'INACTIVE', sort: 'DESC' }),
  )
  expect(listed.taskDefinitionArns?.[0]).toBe(taskDefinition)
  const newest = await clients.ecs.send(
    new ListTaskDefinitionsCommand({ familyPrefix: staging.service, sort: 'DESC', maxResults: 1 }),
  )
  expect(newest.taskDefinitionArns?.[0]).toMatch(/ohmycoins-staging-backend:42$/)
})

test('a change that changes nothing is recorded as without effect', async () => {
  const { taskDefinition } = await describeService(clients, staging)
  account.calls.reset()
  await clients.ecs.send(new UpdateServiceCommand({ ...staging, desiredCount: 1, taskDefinition }))
  await clients.ecs.send(new UpdateServiceCommand({ ...staging, desiredCount: 2 }))
  expect(account.calls.of('UpdateService').map(({ effective }) => effective)).toEqual([false, true])
  expect(account.calls.counts()).toEqual({ UpdateService: 2 })
  expect(account.calls.changes()).toMatchObject([
    { service: 'ecs', outcome: 'ok', input: { desiredCount: 2 } },
  ])
})

test('a service that CodeDeploy deploys refuses another task definition but not another count', async () => {
  account.world.setDeploymentController(staging.service, 'CODE_DEPLOY')
  await expect(
    clients.ecs.send(new UpdateServiceCommand({ ...staging, forceNewDeployment: true })),
  ).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const { service } = await clients.ecs.send(new UpdateServiceCommand({ ...staging, desiredCount: 2 }))
  expect(service?.desiredCount).toBe(2)
})

test('the account starts with both environments and their history', async () => {
  const { clusterArns } = await clients.ecs.send(new ListClustersCommand({}))
  expect(clusterArns).toContain('arn:aws:ecs:ap-southeast-2:123456789012:cluster/ohmycoins-prod-cluster')
  const { clusters } = await clients.ecs.send(new DescribeClustersCommand({ clusters: [production.cluster] }))
  expect(clusters).toMatchObject([{ status: 'ACTIVE', activeServicesCount: 2, runningTasksCount: 4 }])
  const history = await clients.ecs.send(new ListServiceDeploymentsCommand(staging))
  expect(history.serviceDeployments?.map(({ status }) => status)).toEqual([
    'SUCCESSFUL',
    'ROLLBACK_SUCCESSFUL',
    'SUCCESSFUL',
    'SUCCESSFUL',
  ])
  const failed = await clients.ecs.send(
    new ListServiceDeploymentsCommand({ ...staging, status: ['ROLLBACK_SUCCESSFUL'] }),
  )
  expect(failed.serviceDeployments).toHaveLength(1)
  const { serviceDeployments } = await clients.ecs.send(
    new ListServiceDeploymentsCommand({
      ...staging,
      createdAt: { after: new Date(Date.now() - 12 * 86_400_000) },
    }),
  )
  expect(serviceDeployments).toHaveLength(1)
})
