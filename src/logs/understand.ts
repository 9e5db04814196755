import type { LogEvent } from '../aws/logs.js'
import { createTurns } from '../core/turns.js'
import type { LogLine } from '../core/logs.js'
import { joinEvents } from './join-events.js'
import { readLine } from './read-line.js'
import { isTask } from './streams.js'

/** Events of one call that are understood at most: the newest. */
export const mostUnderstood = 5_000
/** ms of work without a break. */
const longestTurn = 8
/** One for the process, as its event loop is: of several that read at once, one goes on in a turn of it. */
const turns = createTurns()

/**
 * Reads events as lines, newest first, up to where `enough` says so. Lets others have their turn again and again: thousands of lines take a
 * quarter of a second.
 * @param events in any order
 * @param wanted a task's id or the beginning of it; lines of others are left out
 */
export async function understand(
  events: readonly LogEvent[],
  wanted: string | undefined,
  enough: (line: LogLine) => boolean = () => false,
): Promise<readonly LogLine[]> {
  const ordered = events.toSorted((left, right) => left.at - right.at).slice(-mostUnderstood)
  const lines: LogLine[] = []
  await turns()
  let turn = performance.now()
  for (const event of joinEvents(ordered).toReversed()) {
    const line = readLine(event)
    if (wanted === undefined || isTask(line.task, wanted)) lines.push(line)
    if (enough(line)) break
    if (performance.now() - turn < longestTurn) continue
    await turns()
    turn = performance.now()
  }
  return lines
}
