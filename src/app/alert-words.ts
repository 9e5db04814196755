import { explainAlarm } from '../alarms/explain-alarm.js'
import { severityOf, severityOfTasks } from '../alerts/severity.js'
import { causeOf } from '../alerts/task-trouble.js'
import type { AlertWords } from '../alerts/words.js'
import type { History } from '../changes/history.js'
import type { Config } from '../config/config.js'
import type { AlertEvent, TaskStop } from '../core/alert.js'
import { type Alarm, shortAlarmName } from '../core/alarms.js'
import type { Cause } from '../core/check.js'
import type { Environment } from '../core/environment.js'
import { environmentTold } from '../core/told-place.js'
import { explainStop } from '../status/explain-stop.js'

/** The environment whose tag the alarm has, else whose prefix its name has, in ohmy's words; undefined: none. */
export function wordsOf(event: AlertEvent, config: Config): AlertWords | undefined {
  const { kind, name, alarm, tags } = event
  if (kind === 'queue') return queueWords(event, config)
  if (kind !== 'alarm') return ecsWords(event, config)
  const environment = taggedIn(tags, config) ?? prefixOf(name, config)
  if (environment === undefined) return undefined
  const rated = (shortName: string): Pick<AlertWords, 'severity'> => {
    const severity = severityOf({ environment: environment.name, name, shortName, tags }, config.alerts?.page)
    return severity === undefined ? {} : { severity }
  }
  if (alarm === undefined) {
    const shortName = shortAlarmName(name, environment.alarmPrefix)
    return { environment: environment.name, shortName, ...rated(shortName) }
  }
  const { says, rings, shortName, service } = explainAlarm(alarm, { environment, now: event.at })
  return {
    environment: environment.name,
    shortName,
    ...rated(shortName),
    ...(service === undefined ? {} : { service }),
    ...(says === undefined ? {} : { says }),
    ...(rings === undefined ? {} : { rings }),
    beganAt: beganAt(alarm, event.at),
    ...((alarm.rule ?? alarm.metricOf)?.namespace === 'AWS/ApplicationELB'
      ? { ofLoadBalancer: true as const }
      : {}),
  }
}

/**
 * When it was bad for the first time at the latest: after the first of the bad periods that it takes. What was changed later cannot be why it rings.
 */
function beganAt({ rule, evidence }: Alarm, rangAt: number): number {
  if (rule === undefined || evidence?.from === undefined) return rangAt
  const watched = Math.max(0, rangAt - evidence.from)
  return rangAt - (watched * (rule.needed - 1)) / rule.periods
}

function taggedIn(tags: AlertEvent['tags'], { environments, costs }: Config): Environment | undefined {
  const value = tags[costs.tag]?.toLowerCase()
  if (value === undefined) return undefined
  return environments.find(({ name, aliases }) => [name, ...aliases].includes(value))
}

/** The longest prefix: one environment's may begin another's. */
function prefixOf(name: string, { environments }: Config): Environment | undefined {
  return environments
    .filter(({ alarmPrefix }) => alarmPrefix !== '' && name.startsWith(alarmPrefix))
    .toSorted((left, right) => right.alarmPrefix.length - left.alarmPrefix.length)[0]
}

/** `arn:aws:ecs:ap-southeast-2:123456789012:service/ohmycoins-prod-cluster/ohmycoins-prod-backend` */
function ecsWords(event: AlertEvent, { environments, alerts }: Config): AlertWords | undefined {
  const [of = '', cluster = '', service = ''] = event.name.split('/')
  const [, , , region = '', account = ''] = of.split(':')
  const environment = environmentTold(environments, { account, region, cluster, service })
  if (environment === undefined) return undefined
  const { services, servicePrefix, name } = environment
  const known = services.find((one) => one.service === service)?.name
  const short = known ?? (service.startsWith(servicePrefix) ? service.slice(servicePrefix.length) : service)
  const words = { environment: name, shortName: short, service: short }
  if (event.kind !== 'tasks') return words
  const cause = causeOf(event)
  const severity = severityOfTasks(
    { environment: name, ...(cause === undefined ? {} : { cause }) },
    alerts?.page,
  )
  return { ...words, ...(severity === undefined ? {} : { severity }) }
}

/** Why a task stopped; undefined: it was wanted, or AWS took it away. */
export function explainTaskStop({
  task,
  at,
  ...stop
}: TaskStop): { readonly reason: string; readonly cause: Cause } | undefined {
  const stopped = explainStop({ ...stop, id: task, lastStatus: 'STOPPED', stoppedAt: at })
  if (stopped?.cause !== 'application') return undefined
  return { reason: stopped.explanation, cause: stopped.class }
}

/** How long after its end an operation still tells what ECS says of its deployment (ms). */
const followedFor = 2 * 60_000

/** What becomes of a deployment that ohmy itself makes, and of its tasks, is told by the card of its operation. */
export async function isFollowed(
  { kind, at }: AlertEvent,
  { environment, service }: AlertWords,
  history: History,
): Promise<boolean> {
  if (kind === 'alarm' || kind === 'queue' || service === undefined) return false
  const page = await history.list({
    environments: [environment],
    ...{ since: at - 24 * 3_600_000, until: at + followedFor, limit: 20 },
  })
  return page.operations.some(
    ({ endedAt, startedAt, input }) =>
      startedAt !== undefined &&
      startedAt <= at + followedFor &&
      (endedAt ?? at) >= at - followedFor &&
      JSON.stringify(input).includes(`"${service}"`),
  )
}

/** ohmy's own queue is of no environment; who looks after the default one looks after it. */
function queueWords({ name, reason }: AlertEvent, { defaultEnvironment }: Config): AlertWords {
  return { environment: defaultEnvironment, shortName: name, says: reason }
}
