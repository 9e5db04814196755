import { z } from 'zod'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { FollowedLogs } from '../core/followed-logs.js'
import type { JobOutcome } from '../core/job.js'
import { type Grep, logLevels, writtenGrep } from '../core/logs.js'
import { UserError } from '../core/user-error.js'
import { createMatcher, patternFor } from '../logs/grep.js'
import { errorPattern } from '../logs/levels.js'
import { logGroupOf, orMissingLogGroup } from '../logs/log-group.js'
import { followedLogsMessage } from '../slack/views/followed-logs.js'
import type { Ending, JobContext, JobDefinition, JobPorts, Tick } from './definition.js'
import { type Followed, followFrom, pollLogs } from './poll-logs.js'
import { tailLogs } from './tail-logs.js'

const minute = 60_000
export const followAtLeast = minute
export const followAtMost = 60 * minute

const FollowInput = z.object({
  environment: z.string(),
  service: z.string(),
  /** ms */
  lasts: z.number().min(followAtLeast).max(followAtMost),
  grep: z
    .union([
      z.object({ kind: z.literal('text'), text: z.string() }),
      z.object({ kind: z.literal('expression'), source: z.string(), flags: z.string() }),
    ])
    .optional(),
  level: z.enum(logLevels).optional(),
  /** Of one task only: its id, or its beginning. */
  task: z.string().optional(),
})
export type FollowInput = z.infer<typeof FollowInput>

export interface FollowState extends Followed {
  /** The account does not let ohmy use Live Tail. */
  readonly refused?: boolean
}

type Context = JobContext<FollowInput, FollowState, JobPorts>

/** Slack takes an edit a second and channel, for everybody; nobody reads faster than this (ms). */
const lookEvery = 3_000
/** Whoever follows for long is not waiting for the next line. */
const lookSeldomFrom = 15 * minute
/** A session of Live Tail is held within one tick: another worker that takes over opens its own (ms). */
const tailsFor = 10 * minute

/** Shows what a service writes while it writes it. */
export const followLogs: JobDefinition<FollowInput, FollowState> = {
  name: 'follow-logs',
  input: FollowInput,
  environment: ({ environment }) => environment,
  lasts: ({ lasts }) => lasts,

  begin(context) {
    // Refuses before anything is kept.
    placeOf(context.ports, context.input)
    const state = followFrom(context.startedAt)
    return { state, message: show({ ...context, state }, 'running') }
  },

  async tick(context): Promise<Tick<FollowState>> {
    const { input, ports, ending, clock, startedAt } = context
    const { environment, service } = placeOf(ports, input)
    const logGroup = logGroupOf(environment, service)
    const pattern = patternFor(input.grep as Grep | undefined) ?? patternForLevel(input)
    const matcher = createMatcher(input.grep as Grep | undefined)
    const aws = ports.aws(environment)
    const poll = {
      logs: aws,
      logGroup,
      ...(pattern === undefined ? {} : { pattern }),
      matcher,
      ...(input.level === undefined ? {} : { level: input.level }),
      ...(input.task === undefined ? {} : { task: input.task }),
      startedAt,
      byContent: ports.config.logs.liveTail,
    }
    const live = {
      aws,
      poll,
      now: () => clock.now(),
      until: Math.min(context.deadline, clock.now() + tailsFor),
      signal: context.signal,
      show: (state: Followed) => context.progress(state, show({ ...context, state }, 'running')),
    }
    const mayTail = ports.config.logs.liveTail && context.state.refused !== true && ending === undefined
    try {
      const tailed = mayTail ? await tailLogs(live, context.state) : 'refused'
      const refused = mayTail ? tailed === 'refused' : context.state.refused === true
      const read =
        tailed === 'refused' ? await pollLogs({ ...poll, now: clock.now() }, context.state) : tailed
      const state = { ...read, ...(refused ? { refused } : {}) }
      if (ending !== undefined) return ended(context, state, ending)
      const pause = tailed !== 'refused' ? 0 : input.lasts >= lookSeldomFrom ? lookEvery * 2 : lookEvery
      // Not past its end: the last look is the end.
      const again = Math.min(pause, Math.max(0, context.deadline - clock.now()))
      return { state, message: show({ ...context, state }, 'running'), again }
    } catch (error) {
      throw orMissingLogGroup(error, environment, service, logGroup)
    } finally {
      await matcher.close()
    }
  },

  troubled: (context, failure) => show(context, 'running', { failure: `${failure} ohmy goes on looking.` }),

  failed: (context, failure) => show(context, 'failed', { failure }),
}

/** Its time being over is what was asked for. */
function ended(context: Context, state: FollowState, ending: Ending): Tick<FollowState> {
  const outcome = ending.kind === 'stopped' ? 'stopped' : 'done'
  const stoppedBy = ending.kind === 'stopped' ? ending.by.name : undefined
  const message = show({ ...context, state }, outcome, { stoppedBy })
  const { count, errors, atLeast, lines } = state
  return { state, message, outcome, result: { lines: count, errors, atLeast, newest: lines as never } }
}

function patternForLevel({ level }: FollowInput): string | undefined {
  return level === 'error' || level === 'fatal' ? errorPattern : undefined
}

function placeOf(
  { config }: JobPorts,
  { environment: name, service: wanted }: FollowInput,
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

function show(
  { id, input, state, startedAt, deadline, caller, ports, clock }: Context,
  status: 'running' | JobOutcome,
  { stoppedBy, failure }: { readonly stoppedBy?: string | undefined; readonly failure?: string } = {},
) {
  const followed: FollowedLogs = {
    job: id,
    environment: input.environment,
    service: input.service,
    ...(input.grep === undefined ? {} : { grep: writtenGrep(input.grep as Grep) }),
    ...(input.level === undefined ? {} : { level: input.level }),
    ...(input.task === undefined ? {} : { task: input.task }),
    startedAt,
    until: deadline,
    duration: `${Math.round(input.lasts / minute)}m`,
    lines: state.lines,
    ...(state.latestError === undefined ? {} : { latestError: state.latestError }),
    count: state.count,
    errors: state.errors,
    atLeast: state.atLeast,
    ...(ports.config.logs.liveTail ? { live: state.refused !== true } : {}),
    zone: ports.config.timeZone,
    askedBy: caller.name,
    status,
    ...(status === 'running' ? {} : { endedAt: clock.now() }),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    ...(failure === undefined ? {} : { failure }),
  }
  return followedLogsMessage(followed, { buttons: caller.origin !== 'terminal' })
}
