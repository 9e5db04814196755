import type { Aws } from '../aws/aws.js'
import type { LogEvent, LogsPort } from '../aws/logs.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { SurroundingLines } from '../core/logs.js'
import type { Zone } from '../core/time-zone.js'
import { joinEvents } from './join-events.js'
import { logGroupOf, orMissingLogGroup } from './log-group.js'
import { lookBack } from './look-back.js'
import { readLine } from './read-line.js'
import { currentDefinition, isTask, streamPrefix, taskOf } from './streams.js'

const minute = 60_000
/** Lines before the moment, and lines from it on. */
const linesEachSide = 15
const mostCalls = 5
/** What lies further away is about something else. */
const farthest = 30 * minute

export interface ReadAround {
  readonly aws: Pick<Aws, 'describeService' | 'describeTaskDefinition'> & LogsPort
  readonly environment: Environment
  readonly service: ServiceRef
  /** ms since the epoch. */
  readonly moment: number
  /** A task id or its beginning; absent: of every task. */
  readonly task?: string
  readonly zone: Zone
  readonly clock: Clock
}

/**
 * Up to 15 lines before one moment and 15 from it on, within half an hour, of one task: at most 10 calls of FilterLogEvents.
 * @throws UserError `log-group-unconfigured`, `log-group-missing`
 * @throws AwsError
 */
export async function readAround(options: ReadAround): Promise<SurroundingLines> {
  const { aws, environment, service, moment, task, zone, clock } = options
  const logGroup = logGroupOf(environment, service)
  const at = clock.now()
  const definition = task === undefined ? undefined : await currentDefinition(aws, service)
  const streams = task === undefined ? undefined : streamPrefix(definition, logGroup, task)
  const about = { aws, logGroup, ...(streams === undefined ? {} : { streamPrefix: streams }) }
  const ofTask = (event: LogEvent) => task === undefined || isTask(taskOf(event.stream), task)
  try {
    const [before, after] = await Promise.all([
      eventsBefore(about, moment, ofTask),
      eventsFrom(about, moment, at, ofTask),
    ])
    const all = joinEvents([...before, ...after.events]).map(readLine)
    const lines = all.filter(({ healthCheck }) => healthCheck !== true)
    const first = lines.find((line) => task !== undefined && isTask(line.task, task))
    const known = first?.task ?? task
    return {
      environment: environment.name,
      service: service.name,
      region: environment.region,
      logGroup,
      at,
      zone: zone.name,
      moment,
      ...(known === undefined ? {} : { task: known }),
      lines,
      healthChecks: all.length - lines.length,
      looked: { from: before[0]?.at ?? moment - farthest, to: after.to },
    }
  } catch (error) {
    throw orMissingLogGroup(error, environment, service, logGroup)
  }
}

interface About {
  readonly aws: LogsPort
  readonly logGroup: string
  readonly streamPrefix?: string
}

async function eventsBefore(
  { aws, ...about }: About,
  moment: number,
  ofTask: (event: LogEvent) => boolean,
): Promise<readonly LogEvent[]> {
  const found: LogEvent[] = []
  await lookBack({
    logs: aws,
    ...about,
    span: { from: Math.max(0, moment - farthest), to: moment - 1 },
    calls: mostCalls,
    perCall: about.streamPrefix === undefined ? 1_000 : linesEachSide * 4,
    late: () => false,
    async enough(events) {
      found.push(...events.filter(ofTask))
      return found.length >= linesEachSide
    },
  })
  return found.toSorted((left, right) => left.at - right.at).slice(-linesEachSide)
}

/** AWS gives the oldest first, which here is what is wanted. */
async function eventsFrom(
  { aws, ...about }: About,
  moment: number,
  now: number,
  ofTask: (event: LogEvent) => boolean,
): Promise<{ readonly events: readonly LogEvent[]; readonly to: number }> {
  const to = Math.max(moment, Math.min(now, moment + farthest))
  const found: LogEvent[] = []
  let next: string | undefined
  for (let calls = 0; calls < mostCalls && found.length < linesEachSide; calls += 1) {
    const page = await aws.logEvents({
      ...about,
      from: Math.max(0, moment),
      to,
      limit: about.streamPrefix === undefined ? 1_000 : linesEachSide,
      ...(next === undefined ? {} : { next }),
    })
    found.push(...page.events.filter(ofTask))
    next = page.next
    if (next === undefined) break
  }
  const events = found.toSorted((left, right) => left.at - right.at).slice(0, linesEachSide)
  return { events, to: events.at(-1)?.at ?? to }
}
