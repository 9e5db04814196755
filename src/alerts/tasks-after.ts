import type { AlertEvent, AlertRecord } from '../core/alert.js'
import { repeated } from './count-stops.js'
import { relapsesAfter } from './relapses.js'
import { causeOf, taskTroubleSays } from './task-trouble.js'

type TasksEvent = Pick<AlertEvent, 'state' | 'at' | 'cause' | 'stopCause' | 'stops'>
type Known = Pick<AlertRecord, 'environment'> &
  Partial<Pick<AlertRecord, 'service' | 'relapses' | 'stopCause'>>

/** What an alert about tasks knows after an event that tells of trouble. */
export function tasksAfter(
  { environment, service = 'a service', relapses: before, stopCause }: Known,
  event: TasksEvent,
): Partial<AlertRecord> {
  const relapses = relapsesAfter(before, event)
  const cause = causeOf(event) ?? stopCause
  return {
    // One or two that stop explain what ECS said of them, and are no trouble of another kind.
    ...(event.stops !== undefined && (relapses?.stopped ?? 0) < repeated
      ? {}
      : { says: taskTroubleSays(event, service, environment, relapses) }),
    ...(relapses === undefined ? {} : { relapses }),
    ...(cause === undefined ? {} : { stopCause: cause }),
  }
}

/** The same for the first one; it began with the first task that stopped, not with the one that made it an alert. */
export function tasksBegun(known: Known, event: TasksEvent): Partial<AlertRecord> {
  const after = tasksAfter(known, event)
  return { ...after, ...(after.relapses === undefined ? {} : { since: after.relapses.first }) }
}
