import type { EcsTask } from '../aws/aws.js'
import type { Cause } from '../core/check.js'
import type { StoppedTask } from '../core/status.js'
import { explainReason } from './explain-reason.js'
import { explainStop } from './explain-stop.js'

/** Why a task stopped, in the class that runbooks match by; undefined: on purpose. */
export function causeOf(task: EcsTask): Cause | undefined {
  return explainStop(task)?.class
}

/** The classes of some stops, the most frequent first. What the application did counts alone where there is some: what AWS took away seldom explains a deployment. */
export function causesOf(stops: readonly Pick<StoppedTask, 'cause' | 'class'>[]): readonly Cause[] {
  const own = stops.filter(({ cause }) => cause === 'application')
  const counts = new Map<Cause, number>()
  for (const stop of own.length === 0 ? stops : own) counts.set(stop.class, (counts.get(stop.class) ?? 0) + 1)
  return [...counts].toSorted(([, left], [, right]) => right - left).map(([cause]) => cause)
}

/** What ECS says of a deployment or in an event, where it names no task: first match wins. */
const told: readonly (readonly [RegExp, Cause])[] = [
  [/unable to assume (the )?(service linked )?role|is not authorized to perform|AccessDenied/i, 'permission'],
  [
    /unable to place a task|insufficient (cpu|memory|capacity)|Capacity is unavailable|RESOURCE:(CPU|MEMORY|ENI|GPU)/i,
    'capacity',
  ],
  [/unhealthy in \(?target-group|failed (ELB |container )?health checks|is unhealthy/i, 'health-check'],
  [/tasks? failed to start/i, 'start-failed'],
]

/** The class of a sentence of ECS: a deployment's reason, an event of a service; undefined: it says nothing of why. */
export function causeOfReason(reason: string): Cause | undefined {
  const known = explainReason(reason, undefined)
  if (known?.class !== undefined) return known.class
  return known?.cause === 'on purpose' ? undefined : told.find(([pattern]) => pattern.test(reason))?.[1]
}
