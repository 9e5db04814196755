import type { AlertEvent, AlertRecord } from '../core/alert.js'
import { stopsWithin } from './count-stops.js'

/** Beyond that nobody connects one stop with the next (ms). */
const longestQuiet = 60 * 60_000

/**
 * What a service gets over for a moment and no longer. ECS calls it steady as soon as as many tasks run as are wanted, also between two tasks that end minutes after
 * they began: those are replaced at once, without its throttle, which is for tasks that never run.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
 */
const restless: ReadonlySet<string> = new Set(['TASKS_STOPPED', 'SERVICE_TASK_START_IMPAIRED'])

/** What is known after an event; undefined: it is of a kind that a steady service has got over. */
export function relapsesAfter(
  before: AlertRecord['relapses'],
  { state, at, cause = '', stops }: Pick<AlertEvent, 'state' | 'at' | 'cause' | 'stops'>,
): AlertRecord['relapses'] {
  if (state !== 'ALARM' || !restless.has(cause)) return before
  const { first, last, longestPause, stopped } = before ?? beginning(at, stops)
  const pause = Math.max(0, at - last)
  return {
    first,
    last: Math.max(last, at),
    longestPause: Math.max(longestPause, pause),
    stopped: stops === undefined ? stopped : Math.max(stopped, stops.at.filter((one) => one >= first).length),
  }
}

function beginning(at: number, stops: AlertEvent['stops']): NonNullable<AlertRecord['relapses']> {
  const times = stops?.lately ?? []
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return {
    ...{ first: times[0] ?? at, last: times.at(-1) ?? at },
    ...{ longestPause: Math.max(0, ...pauses), stopped: times.length },
  }
}

/**
 * Until when it has to be quiet to be over: as long as stops are counted together, and twice as long as it has ever paused, so that a task that fills its memory for a quarter
 * of an hour is no new alert each time.
 */
export function quietUntil(
  { last, longestPause }: NonNullable<AlertRecord['relapses']>,
  steadySince: number,
  timeScale: number,
): number {
  const least = stopsWithin * timeScale
  const quiet = Math.min(Math.max(least, 2 * longestPause), longestQuiet * timeScale)
  return Math.max(last, steadySince) + quiet
}
