import type { EcsTaskDefinition } from '../../aws/aws.js'
import type { TaskSize } from '../../core/task-sizing.js'

/**
 * What the containers of a task ask for together, by their own limits: ECS may refuse a task that has less
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html). A hard limit is never below the reservation beside it.
 */
export function leastSize({ containers }: Pick<EcsTaskDefinition, 'containers'>): TaskSize {
  return {
    cpu: total(containers.map(({ cpu }) => cpu)),
    memory: total(containers.map(({ memory, memoryReservation }) => memory ?? memoryReservation)),
  }
}

function total(parts: readonly (number | undefined)[]): number {
  return parts.reduce<number>((all, part = 0) => all + part, 0)
}
