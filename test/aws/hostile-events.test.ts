import {
  assert,
  array,
  constant,
  constantFrom,
  double,
  integer,
  jsonValue,
  oneof,
  property,
  record,
  string,
  tuple,
} from 'fast-check'
import type { Arbitrary } from 'fast-check'
import { describe, it } from 'vitest'
import { readNotification } from '../../src/aws/alarm-notification.js'
import type { HookNews } from '../../src/core/pause.js'
import { newsKinds, type ServiceNews } from '../../src/core/service-news.js'
import { readEvent } from '../../src/aws/events.js'
import { alarmEvent } from '../support/alarm-event.js'

const runs = 10_000
const name = 'ohmycoins-prod-alb-5xx-errors'
const arn = `arn:aws:cloudwatch:ap-southeast-2:123456789012:alarm:${name}`

/** What every part of an event may be instead of what it should be. */
const anything: Arbitrary<unknown> = oneof(
  jsonValue(),
  constantFrom(
    null,
    '',
    [],
    {},
    '__proto__',
    'constructor',
    '\u0000',
    '🔥'.repeat(200),
    'x'.repeat(5_000),
    1e308,
    -1,
  ),
  double(),
  string({ unit: 'binary' }),
)

type Node = Readonly<Record<string, unknown>>

/** Every way into a value: `detail`, `detail.state`, `detail.state.value`. */
function waysInto(value: unknown, way: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way]
  const below = Object.entries(value as Node).flatMap(([key, one]) => waysInto(one, [...way, key]))
  return way.length === 0 ? below : [way, ...below]
}

function changedAt(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to
  // An exchange before this one has taken away what stood around it.
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value.map((one, index) => (String(index) === key ? changedAt(one, rest, to) : one))
  return { ...(value as Node), [key]: changedAt((value as Node)[key], rest, to) }
}

/** A real one with one to three of its parts exchanged, its text cut or stretched somewhere; or nothing of the kind at all. */
function mutated(real: unknown): Arbitrary<string> {
  const ways = waysInto(real)
  const exchanged = array(tuple(constantFrom(...ways), anything), { minLength: 1, maxLength: 3 }).map(
    (changes) => JSON.stringify(changes.reduce((value, [way, to]) => changedAt(value, way, to), real)),
  )
  const text = JSON.stringify(real)
  const cut = record({
    from: integer({ min: 0, max: text.length }),
    by: integer({ min: 0, max: 40 }),
    put: string(),
  }).map(({ from, by, put }) => text.slice(0, from) + put + text.slice(from + by))
  return oneof(
    exchanged,
    cut,
    string({ unit: 'binary' }),
    jsonValue().map((value) => JSON.stringify(value)),
    constant(text),
  )
}

const alarm = JSON.parse(
  alarmEvent(name, 'ALARM', Date.UTC(2026, 10, 23), {
    configuration: {
      metrics: [
        {
          metricStat: {
            metric: { namespace: 'AWS/RDS', name: 'CPU', dimensions: { Db: 'x' } },
            period: 60,
            stat: 'Average',
          },
        },
      ],
    },
    alarmTags: [{ key: 'Environment', value: 'prod' }],
    logLines: ['boom', { at: 1 }],
  }),
) as Node
const deployment = {
  'detail-type': 'ECS Deployment State Change',
  source: 'aws.ecs',
  time: '2026-11-23T10:00:00Z',
  resources: [
    'arn:aws:ecs:ap-southeast-2:123456789012:service/ohmycoins-prod-cluster/ohmycoins-prod-backend',
  ],
  detail: {
    eventName: 'SERVICE_DEPLOYMENT_FAILED',
    updatedAt: '2026-11-23T10:00:00Z',
    reason: 'tasks failed to start',
    deploymentId: 'ecs-svc/1',
  },
}
const notification = {
  AlarmName: name,
  AlarmArn: arn,
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-11-23T10:00:00.000+0000',
  Trigger: {
    Namespace: 'AWS/RDS',
    MetricName: 'CPU',
    Dimensions: [{ name: 'Db', value: 'x' }],
    Period: 60,
    EvaluationPeriods: 2,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 80,
  },
}

/** What is taken for an event says of what it is, when, and no more than anybody can read; all else is told apart. */
function isSafe(read: ReturnType<typeof readEvent>): boolean {
  if (read.kind !== 'event') return typeof read.what === 'string' && [...read.what].length <= 200
  const { event } = read
  if (event.kind === 'service') return isService(event)
  if (!(Number.isFinite(event.at) && event.at > 0)) return false
  if (event.kind === 'stop') return isArn(event.service) && isArn(event.task)
  if (event.kind === 'contributor') return isArn(event.subject)
  if (event.kind === 'hook') return isHookSafe(event)
  const { kind, subject, name: alarm, state, reason, lines = [] } = event
  return (
    isArn(subject) &&
    ['OK', 'ALARM', 'INSUFFICIENT_DATA'].includes(state) &&
    reason.length <= 2_000 &&
    (kind !== 'alarm' || ([...alarm].length <= 255 && subject.endsWith(`:alarm:${alarm}`))) &&
    lines.every((line) => line.length <= 300) &&
    typeof (event.alarm?.rule?.comparison ?? '') === 'string'
  )
}

/** Of a hook nothing is taken but whose it is. */
function isHookSafe({ cluster, service, deployment, waits }: HookNews): boolean {
  const names = [cluster, service].every((name) => /^[\w-]{1,255}$/.test(name))
  return names && typeof waits === 'boolean' && (deployment === undefined || isArn(deployment))
}

/** Nothing is taken but whose it is; the key of the store is made of these. */
function isService({ cluster, service, what }: ServiceNews): boolean {
  return [cluster, service].every((name) => /^[\w-]{1,255}$/.test(name)) && newsKinds.includes(what)
}

function isArn(text: string): boolean {
  return /^arn:aws[\w-]*:(cloudwatch|ecs):[\w-]+:\d+:/.test(text)
}

describe('ten thousand events that are none, or nearly', () => {
  it.each([
    ['an alarm of the queue', alarm, readEvent],
    ['a deployment of the queue', deployment, readEvent],
    ['a notification of SNS', notification, readNotification],
  ] as const)('never throw, and are taken only where they are whole: %s', (_, real, read) => {
    assert(
      property(mutated(real), (text) => isSafe(read(text))),
      { numRuns: runs, endOnFailure: true },
    )
  })
})
