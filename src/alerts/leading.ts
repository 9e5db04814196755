import type { AlertRecord } from '../core/alert.js'

/** A load balancer's alarm and tasks that stop belong together when both begin within so long (ms). */
const togetherWithin = 30 * 60_000

/** A message tells of no more of them. */
const mostTold = 5

/**
 * Whether an alarm and tasks that stop have one cause, so that one message leads: it looks at their service, or at the load balancer before it and began about when they did.
 * The alarm leads, because it has the figure, its limit and its course; what the tasks say stands in it.
 */
export function leads(
  alarm: AlertRecord,
  tasks: Pick<AlertRecord, 'kind' | 'environment' | 'service' | 'since'>,
  timeScale: number,
): boolean {
  if (alarm.kind !== 'alarm' || tasks.kind !== 'tasks' || alarm.environment !== tasks.environment)
    return false
  if (alarm.service !== undefined) return alarm.service === tasks.service
  const apart = Math.abs((alarm.beganAt ?? alarm.since) - tasks.since)
  return alarm.ofLoadBalancer === true && apart <= togetherWithin * timeScale
}

/** The alert whose message tells of this one; what is steady for now stays where it is until it is over. */
export function leaderOf(
  tasks: Pick<AlertRecord, 'kind' | 'environment' | 'service' | 'since' | 'steady' | 'partOf'>,
  others: readonly AlertRecord[],
  timeScale: number,
): AlertRecord | undefined {
  const led = others.filter((other) => isTold(other) && leads(other, tasks, timeScale))
  const kept = led.find(({ id }) => id === tasks.partOf)
  if (kept !== undefined && (kept.status === 'ringing' || tasks.steady !== undefined)) return kept
  // What looks at the service itself says more than what looks at all of them.
  return led
    .filter(({ status }) => status === 'ringing')
    .toSorted(
      (left, right) =>
        Number(right.service !== undefined) - Number(left.service !== undefined) || left.since - right.since,
    )[0]
}

/** Only a message that is there can tell of another alert. */
function isTold({ place, mute }: AlertRecord): boolean {
  return place !== undefined && mute === undefined
}

/** What the message that leads tells of the others. @param others those that are open */
export function alsoOf(
  { id, also = [] }: Pick<AlertRecord, 'id' | 'also'>,
  others: readonly AlertRecord[],
): NonNullable<AlertRecord['also']> {
  const over = also
    .filter((one) => !others.some((other) => other.id === one.id))
    .map((one) => ({ ...one, status: 'closed' as const }))
  const led = others
    .filter(({ partOf }) => partOf === id)
    .toSorted((left, right) => left.since - right.since)
    .map(({ id: other, says, shortName, reason, status, steady, stopCause }) => ({
      ...{ id: other, says: says ?? shortName, reason, status },
      ...(steady === undefined ? {} : { steady: true as const }),
      ...(stopCause === undefined ? {} : { stopCause }),
    }))
  return [...over, ...led].slice(-mostTold)
}
