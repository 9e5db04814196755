import type { Environment, ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import { createMatcher, patternFor } from '../grep.js'
import { errorPattern } from '../error-pattern.js'
import { logGroupOf, orMissingLogGroup } from '../log-group.js'
import { type Ending, type Looked, readingFlow, type ReadingPorts, type ReadingTurn } from '../reading.js'
import { type Followed, pollLogs } from './poll-logs.js'
import { FollowedRecord } from './record.js'
import { tailLogs } from './tail-logs.js'

const minute = 60_000
/** Slack takes an edit a second and channel, for everybody; nobody reads faster than this (ms). */
const lookEvery = 3_000
/** Whoever follows for long is not waiting for the next line. */
const lookSeldomFrom = 15 * minute
/** A session of Live Tail is held within one look: another worker that takes over opens its own (ms). */
const tailsFor = 10 * minute

/** Follows what a service writes while it writes it. */
export const followLogs = readingFlow<FollowedRecord>({
  kind: 'logs.follow',
  record: FollowedRecord,

  async look(turn, ending): Promise<Looked<FollowedRecord>> {
    const { trouble: _, ...record } = turn.record
    const { ports, clock } = turn
    const { environment, service } = placeOf(ports, record)
    const logGroup = logGroupOf(environment, service)
    const pattern = patternFor(record.grep) ?? patternForLevel(record)
    const matcher = createMatcher(record.grep)
    const aws = ports.aws(environment)
    const poll = {
      logs: aws,
      logGroup,
      ...(pattern === undefined ? {} : { pattern }),
      matcher,
      ...(record.level === undefined ? {} : { level: record.level }),
      ...(record.task === undefined ? {} : { task: record.task }),
      startedAt: record.startedAt,
      keepsHealthChecks: record.grep !== undefined,
      byContent: ports.config.logs.liveTail,
    }
    const live = {
      aws,
      poll,
      now: () => clock.now(),
      until: Math.min(record.deadline, clock.now() + tailsFor),
      signal: turn.signal,
      show: (log: Followed) => keep(turn, log),
    }
    const mayTail = ports.config.logs.liveTail && record.log.refused !== true && ending === undefined
    try {
      const tailed = mayTail ? await tailLogs(live, record.log) : 'refused'
      const refused = mayTail ? tailed === 'refused' : record.log.refused === true
      const read = tailed === 'refused' ? await pollLogs({ ...poll, now: clock.now() }, record.log) : tailed
      const log = { ...read, ...(refused ? { refused } : {}) }
      if (ending !== undefined) return { record: ended({ ...record, log }, ending) }
      const pause = tailed !== 'refused' ? 0 : record.lasts >= lookSeldomFrom ? lookEvery * 2 : lookEvery
      // Not past its end: the last look is the end.
      return {
        record: { ...record, log },
        again: Math.min(pause, Math.max(0, record.deadline - clock.now())),
      }
    } catch (error) {
      throw orMissingLogGroup(error, environment, service, logGroup)
    } finally {
      await matcher.close()
    }
  },

  trouble: (record, words) => ({ ...record, trouble: words }),
})

/** In a look that lasts. False: somebody stopped it, or its time is over. */
async function keep(turn: ReadingTurn<FollowedRecord>, log: Followed): Promise<boolean> {
  await turn.write((record) => ({ ...record, log: { ...record.log, ...log } }))
  const kept = await turn.refresh()
  return kept.stopRequestedBy === undefined && turn.clock.now() < kept.deadline
}

/** Its time being over is what was asked for. */
function ended(record: FollowedRecord, ending: Ending): FollowedRecord {
  const { count, errors, atLeast, lines } = record.log
  const status = ending.kind === 'stopped' ? 'stopped' : 'done'
  return { ...record, status, result: { lines: count, errors, atLeast, newest: lines as never } }
}

function patternForLevel({ level }: FollowedRecord): string | undefined {
  return level === 'error' || level === 'fatal' ? errorPattern : undefined
}

/** Refuses what cannot be followed. @throws UserError */
export function placeOf(
  { config }: Pick<ReadingPorts, 'config'>,
  { environment: name, service: wanted }: Pick<FollowedRecord, 'environment' | 'service'>,
): { readonly environment: Environment; readonly service: ServiceRef } {
  const environment = config.environments.find((candidate) => candidate.name === name)
  const service = environment?.services.find((candidate) => candidate.name === wanted)
  if (environment === undefined || service === undefined) {
    throw new UserError(
      'service-not-found',
      `There is no ${wanted} in ${name} in the configuration any more.`,
      'Ask again.',
    )
  }
  logGroupOf(environment, service)
  return { environment, service }
}
