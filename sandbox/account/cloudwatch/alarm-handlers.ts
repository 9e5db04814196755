import type {
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  MetricAlarm,
  SetAlarmStateCommandInput,
  SetAlarmStateCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'
import { evaluateAlarms } from './evaluate-alarm.js'
import { changeAlarm } from './change-alarm.js'
import type { AlarmRecord } from './model.js'

const describeAlarms: Handler<DescribeAlarmsCommandInput, DescribeAlarmsCommandOutput> = (
  input,
  { world },
) => {
  if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
    throw new AwsError('ValidationError', 'AlarmNamePrefix and AlarmNames cannot both be specified.')
  }
  if ((input.AlarmNames?.length ?? 0) > 100) {
    throw new AwsError('ValidationError', 'The collection AlarmNames must not have a size greater than 100.')
  }
  const size = input.MaxRecords ?? 50
  if (size < 1 || size > 100) {
    throw new AwsError('ValidationError', 'MaxRecords must be between 1 and 100.')
  }
  evaluateAlarms(world)
  // There are metric alarms only; who asks for composite ones alone gets none.
  const hasMetricAlarms = input.AlarmTypes === undefined || input.AlarmTypes.includes('MetricAlarm')
  const alarms = [...world.alarms.values()]
    .filter(
      (alarm) =>
        hasMetricAlarms &&
        (input.AlarmNames === undefined || input.AlarmNames.includes(alarm.name)) &&
        alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
        (input.StateValue === undefined || alarm.state === input.StateValue) &&
        alarm.actions.some((action) => action.startsWith(input.ActionPrefix ?? '')),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const badToken = new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  const { items, nextToken } = page(alarms, { nextToken: input.NextToken, size, badToken })
  return { MetricAlarms: items.map(describeAlarm), CompositeAlarms: [], NextToken: nextToken }
}

function describeAlarm(alarm: AlarmRecord): MetricAlarm {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.createdAt),
    ActionsEnabled: true,
    OKActions: alarm.actions,
    AlarmActions: alarm.actions,
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateReasonData: alarm.reasonData,
    StateUpdatedTimestamp: new Date(alarm.updatedAt),
    StateTransitionedTimestamp: new Date(alarm.transitionedAt),
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

const setAlarmState: Handler<SetAlarmStateCommandInput, SetAlarmStateCommandOutput> = (input, call) => {
  const alarm = call.world.alarms.get(input.AlarmName ?? '')
  if (alarm === undefined) throw new AwsError('ResourceNotFound', 'Alarm not found.', 404)
  const state = input.StateValue
  if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA') {
    throw new AwsError('ValidationError', 'StateValue must be one of INSUFFICIENT_DATA, ALARM, OK.')
  }
  if (alarm.state !== state) call.changed()
  alarm.isHeld = true
  changeAlarm(call.world, alarm, state, input.StateReason ?? '', input.StateReasonData)
  return {}
}

export const alarmHandlers = { DescribeAlarms: describeAlarms, SetAlarmState: setAlarmState }
