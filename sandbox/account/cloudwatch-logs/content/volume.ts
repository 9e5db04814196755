import { rhythm } from '../../cloudwatch/series.js'
import { sampleAt } from '../../ecs/samples.js'
import type { ServiceRecord } from '../../ecs/model.js'
import type { LogGroupRecord } from '../model.js'

/** Lines a minute that all tasks of a group write together, following the day. */
export function linesPerMinute(group: LogGroupRecord, at: number): number {
  const { low, high } = group.perMinute
  return low + (high - low) * rhythm(at)
}

/** How many tasks share the load at a moment, as far as the service remembers; 0 where none ran. */
export function runningTasks(service: ServiceRecord, at: number): number {
  return sampleAt(service, at)?.running ?? service.desiredCount
}

/** What one task writes of it; a task that only just started shares as if it had run before. */
export function linesOfTask(group: LogGroupRecord, service: ServiceRecord, minute: number): number {
  return linesPerMinute(group, minute) / Math.max(1, runningTasks(service, minute))
}

/** The most that the growing error writes a minute, and what it began with. */
const troubleLow = 0.12
const troubleHigh = 5

/**
 * How often a minute the growing error happens in an environment: not at all before `since`, then twice as often every
 * 50 minutes, up to a few times a minute.
 */
export function troublePerMinute(group: LogGroupRecord, since: number, at: number): number {
  if (at < since) return 0
  const share = group.environment === 'production' ? 1 : 0.5
  return Math.min(troubleHigh, troubleLow * 2 ** ((at - since) / 3_000_000)) * share
}

/** The mean length of a line of a kind with the 26 bytes each event counts for, as measured over a day. */
const bytesPerLine = { python: 133, nginx: 229, flow: 138 } as const

/** Bytes and lines a minute that reach a group at a moment. */
export function incoming(
  group: LogGroupRecord,
  since: number,
  at: number,
): { bytes: number; lines: number } | undefined {
  const [service] = group.tasks.length > 0 ? [group.tasks.at(-1)?.service] : []
  if (group.kind !== 'flow' && (service === undefined || runningTasks(service, at) === 0)) return undefined
  const trouble = group.kind === 'python' ? troublePerMinute(group, since, at) : 0
  const checks = group.kind === 'flow' || service === undefined ? 0 : 6 * runningTasks(service, at)
  const lines = linesPerMinute(group, at) + trouble + checks
  return { lines, bytes: lines * bytesPerLine[group.kind] }
}
