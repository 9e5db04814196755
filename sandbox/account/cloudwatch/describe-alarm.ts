import type { AlarmType, CompositeAlarm, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { World } from '../world.js'
import type { AlarmRecord, AlarmStanding, OtherAlarmRecord } from './model.js'
import { suppressionOf } from './suppression.js'

/** What DescribeAlarms calls it. */
export function typeOf(alarm: AlarmRecord | OtherAlarmRecord): AlarmType {
  if (!('looksAt' in alarm) || alarm.looksAt.kind === 'metrics insights') return 'MetricAlarm'
  return alarm.looksAt.kind === 'composite' ? 'CompositeAlarm' : 'LogAlarm'
}

/** An alarm as DescribeAlarms tells it, among those of its type. */
export function describeAlarm(
  world: World,
  alarm: AlarmRecord | OtherAlarmRecord,
): MetricAlarm & CompositeAlarm & LogAlarm {
  return {
    ...standingOf(alarm),
    ...('looksAt' in alarm ? describeOther(world, alarm) : describeMetric(alarm)),
  }
}

function standingOf(alarm: AlarmStanding) {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.createdAt),
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: alarm.actions,
    AlarmActions: alarm.actions,
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: new Date(alarm.updatedAt),
    StateTransitionedTimestamp: new Date(alarm.transitionedAt),
    EvaluationState: alarm.evaluationState,
  }
}

function describeMetric(alarm: AlarmRecord): MetricAlarm {
  return {
    MetricName: alarm.metric,
    Namespace: alarm.namespace,
    Statistic: alarm.statistic,
    Dimensions: alarm.dimensions,
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missing,
  }
}

function describeOther(
  world: World,
  alarm: OtherAlarmRecord,
): MetricAlarm & CompositeAlarm & Pick<LogAlarm, 'ScheduledQueryConfiguration' | 'Threshold'> {
  const { looksAt } = alarm
  if (looksAt.kind === 'metrics insights')
    return { Metrics: [{ Id: 'm1', Expression: looksAt.query, ReturnData: true, Period: 60 }] }
  if (looksAt.kind === 'log')
    return {
      Threshold: looksAt.threshold,
      ScheduledQueryConfiguration: {
        QueryString: looksAt.query,
        LogGroupIdentifiers: [...looksAt.groups],
        ScheduledQueryRoleARN: 'arn:aws:iam::123456789012:role/alarms',
        ScheduleConfiguration: { ScheduleExpression: 'rate(1 minute)', StartTimeOffset: 300 },
        AggregationExpression: 'count(*)',
      },
    }
  return {
    AlarmRule: looksAt.rule,
    ...(looksAt.suppressor === undefined
      ? {}
      : { ActionsSuppressor: looksAt.suppressor, ActionsSuppressedBy: suppressionOf(world, alarm) }),
  }
}
