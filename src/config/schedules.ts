import { parseDuration } from '../core/duration.js'
import type { Schedule } from '../core/schedule.js'
import { parseWeeklyTimes } from '../core/weekly-times.js'
import type { Problem } from '../yaml/problem.js'
import { checkNames } from './freezes.js'
import type { RawConfig } from './schema.js'
import { isMap, mapOf } from './written.js'

/** What no single value of a schedule tells: whether what it names exists, and whether it can ever say anything. */
export function checkSchedules(
  root: Readonly<Record<string, unknown>>,
  environments: readonly string[],
): Problem[] {
  return Object.entries(mapOf(root['schedules'])).flatMap(([name, schedule]) => {
    if (!isMap(schedule)) return []
    const path = ['schedules', name]
    return [
      ...checkNames([...path, 'environments'], schedule['environments'], 'environment', environments),
      ...checkOlderThan(path, schedule),
      ...checkHandOver(path, schedule, root),
    ]
  })
}

/** What is written and never looked at would be believed. */
function checkOlderThan(
  path: readonly PropertyKey[],
  { what, olderThan }: Readonly<Record<string, unknown>>,
): Problem[] {
  if (olderThan === undefined || typeof what !== 'string' || what === 'stale-locks') return []
  return [
    {
      path: [...path, 'olderThan'],
      atKey: true,
      what: 'Only `stale-locks` looks at `olderThan`. Remove it here.',
    },
  ]
}

function checkHandOver(
  path: readonly PropertyKey[],
  { what }: Readonly<Record<string, unknown>>,
  root: Readonly<Record<string, unknown>>,
): Problem[] {
  if (what !== 'hand-over' || root['onCall'] !== undefined) return []
  return [
    {
      path: [...path, 'what'],
      what: 'There is no rotation to hand over: nothing is written under `onCall`.',
    },
  ]
}

/** In the order in which they are written. */
export function buildSchedules({ schedules, timeZone, channels, environments }: RawConfig): Schedule[] {
  return Object.entries(schedules).flatMap(([name, written]) => {
    const at = parseWeeklyTimes(written.at)
    if (at === undefined) return []
    const all = Object.keys(environments)
    const { what, zone = timeZone, channel = channels.operations, environments: some } = written
    return [
      {
        ...{ name, what, at, zone, channel },
        environments: some.length === 0 ? all : all.filter((one) => some.includes(one)),
        olderThan: parseDuration(written.olderThan) ?? 0,
      },
    ]
  })
}
