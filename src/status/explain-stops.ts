import type { StoppedTask } from '../core/status.js'
import { besideItsLines } from './explain-stop.js'

/**
 * Stopped tasks in lines, those that died of the same in one: what the application did first. What AWS took away stands after it.
 * @param stops newest first
 * @param besideLines whether their last log lines stand below
 */
export function explainStops(stops: readonly StoppedTask[], besideLines: boolean): readonly string[] {
  const own = stops.filter(({ cause }) => cause === 'application')
  const same = new Map<string, StoppedTask[]>()
  for (const stop of [...own, ...stops.filter((one) => !own.includes(one))]) {
    same.set(stop.explanation, [...(same.get(stop.explanation) ?? []), stop])
  }
  return [...same].map(([explanation, [newest, ...others]]) => {
    const words = besideLines ? besideItsLines(explanation) : explanation
    const why = newest?.said === undefined ? words : `${words} ECS says: ${newest.said}`
    return others.length === 0
      ? `Task ${newest?.id} stopped: ${why}`
      : `${others.length + 1} tasks stopped (newest ${newest?.id}): ${why}`
  })
}
