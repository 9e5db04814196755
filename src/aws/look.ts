import { createHash } from 'node:crypto'
import type { Clock } from '../core/clock.js'
import type { ServiceRef } from '../core/environment.js'
import type { Dated } from '../core/kept-answers.js'
import type { Alarm, Aws, EcsService, Target } from './aws.js'
import { AwsError } from './aws-error.js'
import { explainAwsError } from './explain.js'
import { nameOfHealth } from './load-balancing.js'
import { answerPolicies, type LookedAt } from './ports.js'

/** An answer that is not from just now. */
export interface Age {
  readonly question: LookedAt
  /** `figures` */
  readonly what: string
  /** When AWS was asked, ms since the epoch. */
  readonly at: number
  /** Why there is nothing newer, in words. Absent: it is as new as it is meant to be. */
  readonly why?: string
}

/** AWS for looking, not for acting: what cannot be asked at the moment is answered as last known, and `ages` says so. */
export interface Look
  extends Pick<
    Aws,
    | 'environment'
    | 'services'
    | 'describeServices'
    | 'describeRevisions'
    | 'describeServiceDeployments'
    | 'scalableTargets'
    | 'targetHealth'
    | 'loadBalancerDimension'
    | 'latestMetrics'
    | 'metricHistory'
    | 'stoppedTasks'
    | 'runningTasks'
  > {
  /** As `Aws.alarms`, with its age also in `ages`. */
  alarms(): Promise<readonly Alarm[]>
  /** What is older than a few seconds: the oldest answer of each kind. */
  ages(): readonly Age[]
}

export interface LookOptions {
  readonly clock: Clock
  /** ms all its questions together may take: after that they are answered as last known, or fail as unanswered. Default: as long as each takes. */
  readonly within?: number
  /** ms a question is waited for where a last known answer could stand in. Default 6,000: one attempt. */
  readonly patience?: number
}

/** Of the time a look has, the part below which nothing is asked any more. */
const usefulPart = 0.05
/** ms. Younger answers need no mention. */
const young = 5_000
/** ms. A range that ends no longer ago than this ends now. */
const upToNow = 60_000

/**
 * Questions for one answer to people. Whoever asks the same at the same time shares one call; when AWS does not answer (a passing error, or
 * the circuit is open), the last answer of the last minutes stands in. Refusals are never covered up: they are thrown.
 */
export function lookAt(aws: Aws, options: LookOptions): Look {
  const { clock, within = Number.POSITIVE_INFINITY, patience = 6_000 } = options
  const end = performance.now() + within
  // A call that would be left before AWS can have answered is not worth its place in the call rate.
  const useful = Math.min(within, patience) * usefulPart
  const oldest = new Map<string, Age>()

  function soon<Value>(question: LookedAt, until: number, send: () => Promise<Value>): Promise<Value> {
    return inTime(question, until, useful, send)
  }

  function note(question: LookedAt, { at, instead }: Dated<unknown>): void {
    if (instead === undefined && clock.now() - at < young) return
    const { what } = answerPolicies[question]
    const known = oldest.get(question)
    if (known !== undefined && known.at <= at) return
    oldest.set(question, { question, what, at, ...(instead === undefined ? {} : { why: instead }) })
  }

  /** The last known answers in place of an error, where there are all of them and the error is of the kind that passes. */
  function lastKnown<Value>(question: LookedAt, names: readonly string[], error: unknown): readonly Value[] {
    if (!(error instanceof AwsError) || !error.passing) throw error
    const why = explainAwsError(error)
    const last = names.flatMap((name) => aws.known.standIn(name, answerPolicies[question], why) ?? [])
    if (last.length < names.length) throw error
    for (const answer of last) note(question, answer)
    return last.map(({ value }) => value as Value)
  }

  /** Until when a question is waited for: less where there is something to show instead. */
  function untilFor(question: LookedAt, names: readonly string[]): number {
    const known = names.every((name) => aws.known.knows(name, answerPolicies[question]))
    return known ? Math.min(end, performance.now() + patience) : end
  }

  async function ask<Value>(
    question: LookedAt,
    about: readonly unknown[],
    send: () => Promise<Value>,
  ): Promise<Value> {
    const name = nameOf(question, about)
    // What stands in is decided here: a refusal must be seen.
    const freshness = { ...answerPolicies[question], knownFor: 0 }
    try {
      const answer = await soon(question, untilFor(question, [name]), () =>
        aws.known.read(name, freshness, send),
      )
      note(question, answer)
      return answer.value
    } catch (error) {
      const [last] = lastKnown<Value>(question, [name], error)
      return last as Value
    }
  }

  /** `Aws` itself keeps it for seconds. */
  async function targetHealth(arn: string): Promise<readonly Target[]> {
    const name = nameOfHealth(arn)
    try {
      const targets = await soon('targetHealth', untilFor('targetHealth', [name]), () =>
        aws.targetHealth(arn),
      )
      const kept = aws.known.peek(name)
      if (kept !== undefined) note('targetHealth', kept)
      return targets
    } catch (error) {
      const [last = []] = lastKnown<readonly Target[]>('targetHealth', [name], error)
      return last
    }
  }

  /** Each service is remembered by itself: one stands in after all were looked at, and all after each was. */
  async function describeServices(refs: readonly ServiceRef[]): Promise<readonly EcsService[]> {
    const name = nameOf(
      'describeServices',
      refs.map(({ service }) => service),
    )
    const single = ({ service }: ServiceRef) => `service ${service}`
    // Services that ECS does not know are in no answer of their own, so an answer about the same ones comes first.
    const together = aws.known.knows(name, answerPolicies.describeServices)
    const standIns = together ? [name] : refs.map(single)
    try {
      const { value: services, at } = await soon(
        'describeServices',
        untilFor('describeServices', standIns),
        () => aws.known.readAnew(name, () => aws.describeServices(refs)),
      )
      for (const service of services) aws.known.remember(single(service.ref), { value: service, at })
      return services
    } catch (error) {
      return lastKnown<EcsService | readonly EcsService[]>('describeServices', standIns, error).flat()
    }
  }

  /** Pages as they come; where the list breaks off, the rest as last known. */
  async function* services(): AsyncGenerator<readonly ServiceRef[]> {
    const at = clock.now()
    const listed: ServiceRef[] = []
    const pages = aws.services()[Symbol.asyncIterator]()
    try {
      for (;;) {
        const page = await soon('services', untilFor('services', ['services']), () => pages.next())
        if (page.done === true) break
        listed.push(...page.value)
        yield page.value
      }
    } catch (error) {
      const seen = new Set(listed.map(({ service }) => service))
      const [known = []] = lastKnown<readonly ServiceRef[]>('services', ['services'], error)
      yield known.filter(({ service }) => !seen.has(service))
      return
    }
    aws.known.remember('services', { value: listed, at })
  }

  return {
    environment: aws.environment,
    services,
    describeServices,
    describeRevisions: (arns) => ask('describeRevisions', arns, () => aws.describeRevisions(arns)),
    describeServiceDeployments: (arns) =>
      ask('describeServiceDeployments', arns, () => aws.describeServiceDeployments(arns)),
    scalableTargets: (refs) =>
      ask(
        'scalableTargets',
        refs.map(({ service }) => service),
        () => aws.scalableTargets(refs),
      ),
    targetHealth,
    loadBalancerDimension: (name) =>
      ask('loadBalancerDimension', [name], () => aws.loadBalancerDimension(name)),
    latestMetrics: (questions, seconds) =>
      ask('latestMetrics', [questions, seconds], () => aws.latestMetrics(questions, seconds)),
    metricHistory: (questions, { from, until }) => {
      // Up to now is the same question a moment later; any other time is another one.
      const place = clock.now() - until < upToNow ? 'now' : until
      return ask('metricHistory', [questions, until - from, place], () =>
        aws.metricHistory(questions, { from, until }),
      )
    },
    stoppedTasks: (ref, limit) =>
      ask('stoppedTasks', [ref.service, limit], () => aws.stoppedTasks(ref, limit)),
    runningTasks: (ref) => ask('runningTasks', [ref.service], () => aws.runningTasks(ref)),
    async alarms() {
      try {
        const answer = await soon('alarms', untilFor('alarms', ['alarms']), aws.alarms)
        aws.known.remember('alarms', answer)
        note('alarms', answer)
        return answer.value
      } catch (error) {
        const [last = []] = lastKnown<readonly Alarm[]>('alarms', ['alarms'], error)
        return last
      }
    },
    ages: () => [...oldest.values()],
  }
}

/** Long lists of metrics are told apart by a hash, so that a name never weighs more than its answer. */
function nameOf(question: LookedAt, about: readonly unknown[]): string {
  const text = JSON.stringify(about)
  return `${question} ${text.length < 100 ? text : createHash('sha256').update(text).digest('base64')}`
}

/**
 * @param useful ms below which nothing is asked any more: no answer would come in time
 * @throws AwsError `unanswered` when the time is over, or as good as over; what was asked goes on for others
 */
async function inTime<Value>(
  question: LookedAt,
  until: number,
  useful: number,
  send: () => Promise<Value>,
): Promise<Value> {
  if (until === Number.POSITIVE_INFINITY) return send()
  const left = until - performance.now()
  const late = () => new AwsError('unanswered', question, 'Deadline', 'no answer in the time there was')
  if (left < useful) throw late()
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), left)
  })
  try {
    return await Promise.race([send(), tooLate])
  } finally {
    clearTimeout(timer)
  }
}
