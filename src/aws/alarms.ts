import type {
  CompositeAlarm,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  LogAlarm,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import { z } from 'zod'
import type { Alarm, AlarmEvidence, AlarmRule, Comparison } from '../core/alarms.js'
import type { Environment } from '../core/environment.js'
import type { Dated, SharedCache } from '../core/kept-answers.js'
import type { Silence } from '../core/silences.js'
import type { Calls } from './call.js'
import type { Clients } from './clients.js'
import { perCall } from './limits.js'
import { answerPolicies } from './ports.js'
import { askShared } from './shared-answer.js'

export interface AlarmsPort {
  /**
   * All alarms of the environment, in every state: one question, 100 a page. DescribeAlarms is scarce (9 a second for the whole account, and
   * ECS's own rollbacks draw on it), so all processes together ask at most once in 15 s; when that fails, what was known within the last hour
   * stands in and says why. @throws AwsError when nothing is known
   */
  alarms(): Promise<Dated<readonly Alarm[]>>
  /** The same without what is known: for whoever must not take what was for what is. @throws AwsError */
  alarmsAnew(): Promise<readonly Alarm[]>
  /** Those of them that are in ALARM. */
  alarmsInAlarm(): Promise<readonly Alarm[]>
  /** One alarm by its whole name; one whose name does not begin with the environment's prefix costs a call. @throws AwsError */
  alarm(name: string): Promise<Alarm | undefined>
}

export function alarmsOf(
  environment: Environment,
  clients: Clients,
  calls: Calls,
  cache: SharedCache,
): AlarmsPort {
  const { alarmPrefix, region, assumeRole } = environment
  const name = `alarms:${assumeRole?.arn ?? ''}:${region}:${alarmPrefix}`

  async function ask(): Promise<readonly Alarm[]> {
    const cloudWatch = await clients.cloudWatch()
    const alarms: Alarm[] = []
    let token: string | undefined
    do {
      const page = await calls.ask('cloudwatch:DescribeAlarms', (options) =>
        cloudWatch.describeAlarms(
          {
            ...(alarmPrefix ? { AlarmNamePrefix: alarmPrefix } : {}),
            ...{ AlarmTypes: everyType, MaxRecords: perCall.alarms, NextToken: token },
          },
          options,
        ),
      )
      alarms.push(...alarmsIn(page))
      token = page.NextToken
    } while (token)
    return alarms
  }

  async function askFor(one: string): Promise<Alarm | undefined> {
    const cloudWatch = await clients.cloudWatch()
    const page = await calls.ask('cloudwatch:DescribeAlarms', (options) =>
      cloudWatch.describeAlarms({ AlarmNames: [one], AlarmTypes: everyType }, options),
    )
    return alarmsIn(page)[0]
  }

  const alarms = () => askShared(cache, name, answerPolicies.alarms, ask)
  return {
    alarms,
    alarmsAnew: ask,
    async alarm(one) {
      const { value } = await alarms()
      return (
        value.find((alarm) => alarm.name === one) ?? (one.startsWith(alarmPrefix) ? undefined : askFor(one))
      )
    },
    alarmsInAlarm: async () => (await alarms()).value.filter(({ state }) => state === 'ALARM'),
  }
}

/** Without it CloudWatch answers metric alarms alone. */
const everyType: DescribeAlarmsInput['AlarmTypes'] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm']

function alarmsIn(page: DescribeAlarmsOutput): readonly Alarm[] {
  return [
    ...(page.MetricAlarms ?? []).map(metricAlarm),
    ...(page.CompositeAlarms ?? []).map((alarm) => stateOf(alarm, suppressionOf(alarm))),
    ...(page.LogAlarms ?? []).map(
      (alarm): Alarm => ({ ...stateOf(alarm), ...evaluationOf(alarm), hasContributors: true }),
    ),
  ]
}

function suppressionOf({
  ActionsSuppressedBy: by,
  ActionsSuppressor: suppressor,
}: CompositeAlarm): readonly Silence[] {
  if (by === undefined) return []
  return [{ kind: 'suppressed', by, ...(suppressor === undefined ? {} : { suppressor }) }]
}

function evaluationOf({
  EvaluationState: evaluation,
}: Pick<MetricAlarm, 'EvaluationState'>): Pick<Alarm, 'evaluation'> {
  return evaluation === undefined ? {} : { evaluation }
}

function stateOf(alarm: MetricAlarm | CompositeAlarm | LogAlarm, more: readonly Silence[] = []): Alarm {
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp
  const configured = alarm.AlarmConfigurationUpdatedTimestamp
  const disabled: readonly Silence[] = alarm.ActionsEnabled === false ? [{ kind: 'actions disabled' }] : []
  const silences = [...disabled, ...more]
  return {
    name: alarm.AlarmName ?? '',
    ...(alarm.AlarmArn === undefined ? {} : { arn: alarm.AlarmArn }),
    state: alarm.StateValue ?? 'INSUFFICIENT_DATA',
    since: since?.getTime() ?? 0,
    ...(configured === undefined ? {} : { configured: configured.getTime() }),
    reason: alarm.StateReason ?? '',
    ...(silences.length === 0 ? {} : { silences }),
  }
}

function metricAlarm(alarm: MetricAlarm): Alarm {
  const rule = ruleOf(alarm)
  const evidence = readEvidence(alarm.StateReasonData)
  return {
    ...stateOf(alarm),
    ...evaluationOf(alarm),
    ...(rule === undefined ? {} : { rule }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(hasManySeries(alarm) ? { hasContributors: true as const } : {}),
  }
}

/** An alarm on a query of Metrics Insights or PromQL: each series that the query gives breaches by itself. */
function hasManySeries({ Metrics = [], EvaluationCriteria }: MetricAlarm): boolean {
  return (
    EvaluationCriteria !== undefined ||
    Metrics.some(({ Expression = '', ReturnData }) => ReturnData !== false && isQuery(Expression))
  )
}

/** Metrics Insights. */
export function isQuery(expression: string): boolean {
  return /^\s*SELECT\s/i.test(expression)
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['GreaterThanThreshold', 'above'],
  ['GreaterThanOrEqualToThreshold', 'at or above'],
  ['LessThanThreshold', 'below'],
  ['LessThanOrEqualToThreshold', 'at or below'],
  ['GreaterThanUpperThreshold', 'outside'],
  ['LessThanLowerThreshold', 'outside'],
  ['LessThanLowerOrGreaterThanUpperThreshold', 'outside'],
])

function ruleOf(alarm: MetricAlarm): AlarmRule | undefined {
  const { Namespace: namespace, MetricName: metric, Period: period, Threshold: threshold } = alarm
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic
  const comparison = comparisons.get(alarm.ComparisonOperator ?? '')
  // Alarms on an expression name no metric of their own.
  if (namespace === undefined || metric === undefined || period === undefined) return undefined
  if (statistic === undefined || comparison === undefined) return undefined
  const periods = alarm.EvaluationPeriods ?? 1
  return {
    namespace,
    metric,
    dimensions: Object.fromEntries(
      (alarm.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value] as const),
    ),
    statistic,
    period,
    comparison,
    ...(threshold === undefined || comparison === 'outside' ? {} : { threshold }),
    needed: alarm.DatapointsToAlarm ?? periods,
    periods,
    missing: missingOf(alarm.TreatMissingData),
  }
}

function missingOf(text: string | undefined): AlarmRule['missing'] {
  return text === 'ignore' || text === 'breaching' || text === 'notBreaching' ? text : 'missing'
}

/** What StateReasonData says in its version 1.0: times like `2026-11-23T10:00:00.000+0000`. Everything in it may be absent. */
const ReasonData = z.object({
  startDate: z.string().optional(),
  recentDatapoints: z.array(z.number().nullable()).optional(),
  evaluatedDatapoints: z.array(z.object({ timestamp: z.string(), value: z.number().optional() })).optional(),
})

/** StateReasonData, as DescribeAlarms and events have it; undefined where it cannot be read. */
export function readEvidence(text: string | undefined): AlarmEvidence | undefined {
  const read = ReasonData.safeParse(parsed(text))
  if (!read.success) return undefined
  const { startDate, recentDatapoints, evaluatedDatapoints = [] } = read.data
  if (recentDatapoints === undefined) return undefined
  const from = startDate === undefined ? undefined : momentOf(startDate)
  const [newest] = evaluatedDatapoints.toSorted(
    (left, right) => (momentOf(right.timestamp) ?? 0) - (momentOf(left.timestamp) ?? 0),
  )
  return {
    values: recentDatapoints.filter((value) => value !== null),
    ...(from === undefined ? {} : { from }),
    ...(newest?.value === undefined ? {} : { latest: newest.value }),
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** CloudWatch leaves the colon out of an offset: `2026-11-23T10:00:00.000+0000`. What is older than clocks is no moment: `0000` is a year. */
export function momentOf(text: string): number | undefined {
  const moment = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return moment > 0 ? moment : undefined
}
