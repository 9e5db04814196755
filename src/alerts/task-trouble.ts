import type { AlertEvent, AlertRecord } from '../core/alert.js'
import type { Cause } from '../core/check.js'
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

/** The class in which runbooks look for it; the others are told by their tasks, or are AWS's own. */
const classes: Readonly<Record<string, Cause>> = {
  SERVICE_TASK_PLACEMENT_FAILURE: 'capacity',
  SERVICE_TASK_CONFIGURATION_FAILURE: 'start-failed',
  SERVICE_TASK_START_IMPAIRED: 'start-failed',
  SERVICE_DISCOVERY_INSTANCE_UNHEALTHY: 'health-check',
  VPC_LATTICE_TARGET_UNHEALTHY: 'health-check',
}

/** Why, as far as it is known: what the newest task says of itself, else what ECS calls it. */
export function causeOf({
  cause = '',
  stopCause,
}: Pick<AlertEvent, 'cause' | 'stopCause'>): Cause | undefined {
  return stopCause ?? classes[cause]
}

const minute = 60_000

/** What is the matter with a service's tasks. */
export function taskTroubleSays(
  { cause = '' }: Pick<AlertEvent, 'cause'>,
  service: string,
  environment: string,
  relapses: AlertRecord['relapses'],
): string {
  const tasks = `tasks of ${service} in ${environment}`
  if (cause !== 'TASKS_STOPPED') return told[cause]?.(tasks) ?? `ECS tells of trouble with ${tasks}`
  const { stopped = repeated, first = 0, last = 0 } = relapses ?? {}
  const within = Math.max(stopsWithin, Math.ceil((last - first) / minute) * minute)
  return `${stopped} ${tasks} stopped by themselves within ${formatDuration(within)}`
}
