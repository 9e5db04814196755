import type { StoppedTask } from '../core/status.js'
import { besideItsLines } from './explain-stop.js'

/**
 * Stopped tasks in lines, those that died of the same in one: what the application did first. What AWS took away stands after it.
 * @param stops newest first
 * @param besideLines whether their last log lines stand below
 */
export function explainStops(stops: readonly StoppedTask[], besideLines: boolean): readonly string[] {
  const own = stops.filter(({ cause }) => cause === 'application')
  const ids = new Map<string, string[]>()
  for (const { id, explanation } of [...own, ...stops.filter((stop) => !own.includes(stop))]) {
    ids.set(explanation, [...(ids.get(explanation) ?? []), id])
  }
  return [...ids].map(([explanation, [newest, ...others]]) => {
    const why = besideLines ? besideItsLines(explanation) : explanation
    return others.length === 0
      ? `Task ${newest} stopped: ${why}`
      : `${others.length + 1} tasks stopped (newest ${newest}): ${why}`
  })
}
