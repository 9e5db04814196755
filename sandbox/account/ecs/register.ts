import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { TaskDefinitionRecord } from './model.js'

/** Adds the next revision of a family. */
export function registerRevision(
  world: World,
  definition: RegisterTaskDefinitionRequest,
): TaskDefinitionRecord {
  const family = definition.family ?? ''
  const revisions = world.taskDefinitions.get(family) ?? []
  const revision = (revisions.at(-1)?.revision ?? 0) + 1
  const record: TaskDefinitionRecord = {
    arn: arn('ecs', `task-definition/${family}:${revision}`),
    family,
    revision,
    status: 'ACTIVE',
    registeredAt: world.time.now(),
    deregisteredAt: undefined,
    definition,
    tags: definition.tags ?? [],
  }
  revisions.push(record)
  world.taskDefinitions.set(family, revisions)
  return record
}
