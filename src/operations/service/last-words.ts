import type { Aws } from '../../aws/aws.js'
import type { Clock } from '../../core/clock.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import { inTime } from '../../core/in-time.js'
import { isAtLeast, type LogLine } from '../../core/logs.js'
import type { Zone } from '../../core/time-zone.js'
import { readLogs } from '../../logs/read-logs.js'
import { cutPlain } from '../../core/cut.js'

/** Lines that are told: enough to see what it died of, few enough for a card. */
const told = 4
const longestLine = 300
/** ms. A diagnosis must not keep people waiting for the outcome. */
const patience = 6_000

/**
 * What a task wrote last, oldest first, errors before small talk: what most diagnoses end with. Untrusted, with secrets masked. Empty where
 * there is no log group, no line or no answer in time: the diagnosis goes without.
 */
export async function lastWords(options: {
  readonly aws: Aws
  readonly environment: Environment
  readonly service: ServiceRef
  readonly task: { readonly id: string; readonly stoppedAt?: number }
  readonly zone: Zone
  readonly clock: Clock
  /** So many lines, whatever their level; absent: a few, errors before small talk. */
  readonly newest?: number
}): Promise<readonly string[]> {
  const { aws, environment, service, task, zone, clock, newest } = options
  const answer = await inTime(
    patience,
    readLogs({
      aws,
      environment,
      service,
      question: { task: task.id, limit: 20 },
      // What it wrote last may be dated a moment after its end.
      ...(task.stoppedAt === undefined ? {} : { to: task.stoppedAt + 60_000 }),
      zone,
      clock,
    }),
  )
  if (answer === undefined) return []
  const lines = newest === undefined ? worthTelling(answer.lines) : answer.lines.slice(0, newest).toReversed()
  return lines.map((line) => describe(line, zone))
}

/** Errors where there are some, otherwise the last lines; oldest first. @param lines newest first */
function worthTelling(lines: readonly LogLine[]): readonly LogLine[] {
  const errors = lines.filter(({ level }) => isAtLeast(level, 'error'))
  return (errors.length > 0 ? errors : lines).slice(0, told).toReversed()
}

function describe({ at, message }: LogLine, zone: Zone): string {
  const time = new Date(zone.wallAt(at)).toISOString().slice(11, 19)
  const line = message.replace(/\s+/g, ' ')
  return `${time}  ${cutPlain(line, longestLine)}`
}
