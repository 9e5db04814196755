import type { AlertEvent } from '../core/alert.js'
import { formatDuration } from '../core/duration.js'
import { repeated, stopsWithin } from './count-stops.js'

/**
 * What ECS tells of a service's tasks, as a sentence.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
 */
const told: Readonly<Record<string, (tasks: string) => string>> = {
  SERVICE_TASK_PLACEMENT_FAILURE: (tasks) => `ECS cannot place ${tasks}`,
  SERVICE_TASK_CONFIGURATION_FAILURE: (tasks) =>
    `ECS cannot start ${tasks}: something in their configuration is wrong`,
  SERVICE_TASK_START_IMPAIRED: (tasks) => `ECS cannot start ${tasks} reliably`,
  SERVICE_DAEMON_PLACEMENT_CONSTRAINT_VIOLATED: (tasks) =>
    `One of ${tasks} meets its placement constraints no more`,
  SERVICE_DISCOVERY_INSTANCE_UNHEALTHY: (tasks) => `One of ${tasks} is unhealthy in service discovery`,
  VPC_LATTICE_TARGET_UNHEALTHY: (tasks) => `One of ${tasks} is unhealthy in VPC Lattice`,
  ECS_OPERATION_THROTTLED: (tasks) => `AWS throttles what ECS does for ${tasks}`,
  SERVICE_DISCOVERY_OPERATION_THROTTLED: (tasks) =>
    `AWS throttles what ECS tells service discovery of ${tasks}`,
}

/** What is the matter with a service's tasks. `tasks stopped` counts those that stopped by themselves. */
export function taskTroubleSays(
  { cause = '', stopped = repeated }: Pick<AlertEvent, 'cause' | 'stopped'>,
  service: string,
  environment: string,
): string {
  const tasks = `tasks of ${service} in ${environment}`
  if (cause === 'TASKS_STOPPED')
    return `${stopped} ${tasks} stopped by themselves within ${formatDuration(stopsWithin)}`
  return told[cause]?.(tasks) ?? `ECS tells of trouble with ${tasks}`
}
