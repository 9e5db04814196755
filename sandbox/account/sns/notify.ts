import type { AlarmRecord, AlarmStanding, OtherAlarmRecord } from '../cloudwatch/model.js'
import { accountId } from '../identity.js'
import type { World } from '../world.js'
import { publish } from './publish.js'

/** What an alarm's actions tell its topics. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html */
export function notifyTopics(
  world: World,
  alarm: AlarmRecord | OtherAlarmRecord,
  before: AlarmStanding['state'],
): void {
  if (!alarm.actionsEnabled) return
  for (const topic of alarm.actions) {
    if (!topic.startsWith('arn:aws:sns:')) continue
    const subject = `${alarm.state}: "${alarm.name}" in Asia Pacific (Sydney)`
    publish(world, topic, subject, JSON.stringify(describe(alarm, before)))
  }
}

function describe(alarm: AlarmRecord | OtherAlarmRecord, before: AlarmStanding['state']): object {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description,
    AWSAccountId: accountId,
    NewStateValue: alarm.state,
    NewStateReason: alarm.reason,
    StateChangeTime: new Date(alarm.updatedAt).toISOString().replace('Z', '+0000'),
    Region: 'Asia Pacific (Sydney)',
    AlarmArn: alarm.arn,
    OldStateValue: before,
    ...{ OKActions: alarm.actions, AlarmActions: alarm.actions, InsufficientDataActions: [] },
    ...('looksAt' in alarm ? {} : { Trigger: triggerOf(alarm) }),
  }
}

function triggerOf(alarm: AlarmRecord): object {
  return {
    MetricName: alarm.metric,
    Namespace: alarm.namespace,
    StatisticType: 'Statistic',
    Statistic: alarm.statistic.toUpperCase(),
    Unit: null,
    Dimensions: alarm.dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
    Period: alarm.period,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.evaluationPeriods,
    ComparisonOperator: alarm.comparison,
    Threshold: alarm.threshold,
    TreatMissingData: alarm.missing,
    EvaluateLowSampleCountPercentile: '',
  }
}
