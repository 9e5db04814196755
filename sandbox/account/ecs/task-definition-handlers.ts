import type {
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionCommandOutput,
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput,
  ListTaskDefinitionsCommandInput,
  ListTaskDefinitionsCommandOutput,
  RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommandOutput,
  TaskDefinition,
} from '@aws-sdk/client-ecs'
import { clientException } from '../errors.js'
import type { Handler } from '../handler.js'
import { accountId } from '../identity.js'
import { page } from '../paging.js'
import { findTaskDefinition, pageSize } from './lookup.js'
import type { TaskDefinitionRecord } from './model.js'
import { registerRevision } from './register.js'

function describe(record: TaskDefinitionRecord): TaskDefinition {
  const { tags: _, ...definition } = record.definition
  return {
    ...definition,
    taskDefinitionArn: record.arn,
    family: record.family,
    revision: record.revision,
    status: record.status,
    volumes: definition.volumes ?? [],
    placementConstraints: definition.placementConstraints ?? [],
    requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.docker-remote-api.1.18' }],
    compatibilities: ['EC2', 'FARGATE'],
    registeredAt: new Date(record.registeredAt),
    registeredBy: `arn:aws:iam::${accountId}:role/terraform`,
    ...(record.deregisteredAt === undefined ? {} : { deregisteredAt: new Date(record.deregisteredAt) }),
  }
}

const describeTaskDefinition: Handler<
  DescribeTaskDefinitionCommandInput,
  DescribeTaskDefinitionCommandOutput
> = (input, { world }) => {
  const record = findTaskDefinition(world, input.taskDefinition)
  return {
    taskDefinition: describe(record),
    ...(input.include?.includes('TAGS') ? { tags: record.tags } : {}),
  }
}

const registerTaskDefinition: Handler<
  RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionCommandOutput
> = (input, call) => {
  const { family } = input
  if (family === undefined || !/^[\w-]{1,255}$/.test(family)) throw clientException('Invalid family.')
  if ((input.containerDefinitions ?? []).length === 0)
    throw clientException('Container list cannot be empty.')
  const isFargate = input.requiresCompatibilities?.includes('FARGATE') === true
  if (isFargate && (input.cpu === undefined || input.memory === undefined)) {
    throw clientException("Fargate requires that 'cpu' and 'memory' be defined at the task level.")
  }
  call.changed()
  const record = registerRevision(call.world, input)
  return { taskDefinition: describe(record), tags: record.tags }
}

const deregisterTaskDefinition: Handler<
  DeregisterTaskDefinitionCommandInput,
  DeregisterTaskDefinitionCommandOutput
> = (input, call) => {
  if (!/:\d+$/.test(input.taskDefinition ?? '')) throw clientException('The specified revision is not valid.')
  const record = findTaskDefinition(call.world, input.taskDefinition)
  if (record.status === 'ACTIVE') {
    call.changed()
    record.status = 'INACTIVE'
    record.deregisteredAt = call.world.time.now()
  }
  return { taskDefinition: describe(record) }
}

const listTaskDefinitions: Handler<ListTaskDefinitionsCommandInput, ListTaskDefinitionsCommandOutput> = (
  input,
  { world },
) => {
  const wanted = input.status ?? 'ACTIVE'
  const families = [...world.taskDefinitions.keys()]
    // The "prefix" is the whole family name, as in ECS.
    .filter((family) => input.familyPrefix === undefined || family === input.familyPrefix)
    .sort()
  const arns = families.flatMap((family) =>
    (world.taskDefinitions.get(family) ?? [])
      .filter(({ status }) => status === wanted)
      .map((record) => record.arn),
  )
  if (input.sort === 'DESC') arns.reverse()
  const { items, nextToken } = page(arns, {
    nextToken: input.nextToken,
    size: pageSize(input.maxResults, 100),
  })
  return { taskDefinitionArns: items, nextToken }
}

export const taskDefinitionHandlers = {
  DescribeTaskDefinition: describeTaskDefinition,
  RegisterTaskDefinition: registerTaskDefinition,
  DeregisterTaskDefinition: deregisterTaskDefinition,
  ListTaskDefinitions: listTaskDefinitions,
}
