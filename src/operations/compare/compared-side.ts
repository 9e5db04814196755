import type { EcsTaskDefinition } from '../../aws/aws.js'
import type { ComparedSide } from '../../core/service-difference.js'
import { nameOf } from '../service/service-release.js'
import { versionsOf } from '../service/service-versions.js'

/** What is told of one of two things that are compared. */
export function sideOf(definition: EcsTaskDefinition, environment: string): ComparedSide {
  return { environment, taskDefinition: nameOf(definition.arn), version: versionsOf(definition) }
}
