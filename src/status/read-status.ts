import { explainAlarm } from '../alarms/explain-alarm.js'
import type { Aws } from '../aws/aws.js'
import { type Age, lookAt } from '../aws/look.js'
import type { Thresholds } from '../config/config.js'
import type { Clock } from '../core/clock.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import { type Mute, muteOf } from '../core/mutes.js'
import type {
  AlarmInState,
  EnvironmentStatus,
  Measurement,
  Missing,
  MutedAlarm,
  ServiceStatus,
} from '../core/status.js'
import { UserError } from '../core/user-error.js'
import { sortAges } from './ages.js'
import type { Findings } from './findings.js'
import { gather } from './gather.js'
import { measure } from './measurements.js'
import { createPartialAnswer, type PartialAnswer } from './partial-answer.js'
import { serviceStatus, unhealthyTargetsOf } from './service-status.js'
import { judgeEnvironment, withFigures } from './verdict.js'
import { counted } from './wording.js'

export interface ReadStatusOptions {
  readonly aws: Aws
  readonly environment: Environment
  /** One service instead of all of them. */
  readonly service?: ServiceRef
  readonly thresholds: Thresholds
  readonly clock: Clock
  /** What is muted: read beside the rest; where it cannot be read, every alarm counts. */
  readonly mutes?: () => Promise<readonly Mute[]>
  /** `service` also asks for stopped tasks and every target group's health; `service` where one is named, else `glance`. */
  readonly depth?: 'glance' | 'service'
  /** ms all of it may take. Default 12,000. */
  readonly within?: number
}

/**
 * How an environment or one service of it is. A call that fails, or does not come in the time there is, costs only its part, which `missing`
 * tells; where AWS does not answer, what was known within the last minutes stands in and `remembered` says so. If not even the services can
 * be read, the verdict is `unknown`. Throws only on defects.
 */
export async function readStatus(options: ReadStatusOptions): Promise<EnvironmentStatus> {
  const { environment, service, clock, within = 12_000 } = options
  const at = clock.now()
  const depth = options.depth ?? (service ? 'service' : 'glance')
  const partial = createPartialAnswer()
  const aws = lookAt(options.aws, { clock, within })
  const [found, mutes] = await Promise.all([
    gather({ ...options, aws, depth, partial }),
    mutesOf(options.mutes, partial),
  ])

  const described = found.refs.flatMap((ref) => {
    const service = found.services.get(ref.service)
    return service ? serviceStatus(service, found, at) : []
  })
  for (const ref of found.refs) {
    if (found.services.has(ref.service) || found.undescribed.has(ref.service)) continue
    partial.note(`service ${ref.name}`, `ECS has no service ${ref.service} in the cluster ${ref.cluster}`)
  }
  const { alarms, muted } = sortAlarms(found, mutes, environment, at)
  const measurements = figures(found, described)
  const services = described.map((one) => withFigures(one, measurements))
  const { remembered, ages, missing: old } = sortAges(aws.ages(), clock.now())
  for (const { what, why } of old) partial.note(what, why)
  const missing = partial.missing()
  const unsure = unsureOf(aws.ages(), missing)
  const overall = judgeEnvironment({
    services,
    alarms,
    muted,
    measurements,
    missing,
    unread: unread(found),
  })
  // What the environment's alarms tell is not the fault of the one service in focus: they are shown beside it.
  const judgement = service ? (services[0] ?? overall) : overall

  return {
    environment: environment.name,
    region: environment.region,
    cluster: environment.cluster,
    at,
    verdict: judgement.verdict,
    reason: judgement.reason,
    services,
    alarms,
    ...(muted.length === 0 ? {} : { muted }),
    measurements,
    missing,
    ...(remembered === undefined ? {} : { remembered }),
    ...(unsure === undefined || (unsure === 'alarms' && service !== undefined) ? {} : { unsure }),
    ...(ages.length === 0 ? {} : { ages }),
    ...(service === undefined ? {} : { focus: service.name }),
  }
}

/** What a verdict rests on, by the question and by the name of the part that may be missing. */
const restsOnServices = ['services', 'describeServices', 'targetHealth', 'target health']
const restsOnAlarms = ['alarms']

function unsureOf(ages: readonly Age[], missing: readonly Missing[]): EnvironmentStatus['unsure'] {
  const old = ages.flatMap(({ question, why }) => (why === undefined ? [] : [question as string]))
  const lacking = [...old, ...missing.map(({ what }) => what)]
  if (lacking.some((part) => restsOnServices.includes(part))) return 'services'
  return lacking.some((part) => restsOnAlarms.includes(part)) ? 'alarms' : undefined
}

/** Without them more is told, never less. */
async function mutesOf(ask: ReadStatusOptions['mutes'], partial: PartialAnswer): Promise<readonly Mute[]> {
  try {
    return (await ask?.()) ?? []
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    partial.note('muted alarms', `${error.what} Every alarm counts`)
    return []
  }
}

function sortAlarms(
  found: Findings,
  mutes: readonly Mute[],
  environment: Environment,
  at: number,
): { readonly alarms: readonly AlarmInState[]; readonly muted: readonly MutedAlarm[] } {
  const alarms: AlarmInState[] = []
  const muted: MutedAlarm[] = []
  for (const alarm of found.alarms) {
    const { name, since, reason } = alarm
    const { says } = explainAlarm(alarm, { environment, now: at })
    const told = { name, since, reason, ...(says === undefined ? {} : { says }) }
    const mute = muteOf(mutes, { environment: environment.name, name }, at)
    if (mute === undefined) alarms.push(told)
    else {
      const why = mute.reason === undefined ? {} : { why: mute.reason }
      muted.push({ ...told, by: mute.by.name, until: mute.until, ...why })
    }
  }
  return { alarms, muted }
}

function unread(found: Findings): string | undefined {
  if (found.listingFailed) {
    const those = found.refs.length === 0 ? 'the services' : 'some of the services'
    return `${those} could not be listed: ${found.listingFailed}`
  }
  const unknown = found.refs.filter(({ service }) => !found.services.has(service))
  if (unknown.length === 0) return undefined
  const whole = unknown.length === found.refs.length
  const those = whole ? 'the services' : `${unknown.length} of ${counted(found.refs.length, 'service')}`
  const [why] = found.undescribed.values()
  return `${those} could not be read${why === undefined ? '' : `: ${why}`}`
}

function figures(found: Findings, services: readonly ServiceStatus[]): readonly Measurement[] {
  // What runs nothing has no CPU: its silence tells nothing.
  const resting = new Set(
    [...found.services.values()].filter(({ desired }) => desired === 0).map(({ ref }) => ref.name),
  )
  const names = new Set(found.refs.map(({ name }) => name))
  const ordered = [
    ...found.plans.filter(({ subject }) => names.has(subject)),
    ...found.plans.filter(({ subject }) => !names.has(subject)),
  ]
  const measured = ordered
    .filter((plan) => !plan.questions.some(({ key }) => found.unanswered.has(key)))
    .map((plan) => measure(plan, found.answers))
    .filter(({ subject, value }) => value !== undefined || !resting.has(subject))
  const unhealthy = [...found.services.values()].map((service) => unhealthyTargetsOf(service, found))
  const known = unhealthy.filter((count) => count !== undefined)
  const value = known.reduce((sum, count) => sum + count, 0)
  // That none is unhealthy is no good news where some are missing.
  const isShort = services.some(({ targets, desired }) => targets !== undefined && targets.healthy < desired)
  if (known.length === 0 || (value === 0 && isShort)) return measured
  return [
    ...measured,
    {
      subject: 'load balancer',
      metric: 'unhealthy targets',
      unit: 'count',
      value,
      target: { below: 1 },
      met: value < 1,
    },
  ]
}
