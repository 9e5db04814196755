import type {
  DescribeAlarmsCommandInput,
  DescribeAlarmsCommandOutput,
  AlarmType,
  SetAlarmStateCommandInput,
  SetAlarmStateCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { page } from '../paging.js'
import { evaluateAlarms } from './evaluate-alarm.js'
import { changeAlarm } from './change-alarm.js'
import { describeAlarm, typeOf } from './describe-alarm.js'

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
  const types = input.AlarmTypes ?? ['MetricAlarm']
  const alarms = [...world.alarms.values(), ...world.otherAlarms.values()]
    .filter(
      (alarm) =>
        types.includes(typeOf(alarm)) &&
        (input.AlarmNames === undefined || input.AlarmNames.includes(alarm.name)) &&
        alarm.name.startsWith(input.AlarmNamePrefix ?? '') &&
        (input.StateValue === undefined || alarm.state === input.StateValue) &&
        (input.ActionPrefix === undefined ||
          alarm.actions.some((action) => action.startsWith(input.ActionPrefix ?? ''))),
    )
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  const badToken = new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  const { items, nextToken } = page(alarms, { nextToken: input.NextToken, size, badToken })
  const ofType = (type: AlarmType) => items.filter((alarm) => typeOf(alarm) === type)
  return {
    MetricAlarms: ofType('MetricAlarm').map((alarm) => describeAlarm(world, alarm)),
    CompositeAlarms: ofType('CompositeAlarm').map((alarm) => describeAlarm(world, alarm)),
    LogAlarms: ofType('LogAlarm').map((alarm) => describeAlarm(world, alarm)),
    NextToken: nextToken,
  }
}

const setAlarmState: Handler<SetAlarmStateCommandInput, SetAlarmStateCommandOutput> = (input, call) => {
  const name = input.AlarmName ?? ''
  const alarm = call.world.alarms.get(name) ?? call.world.otherAlarms.get(name)
  if (alarm === undefined) throw new AwsError('ResourceNotFound', 'Alarm not found.', 404)
  const state = input.StateValue
  if (state !== 'OK' && state !== 'ALARM' && state !== 'INSUFFICIENT_DATA') {
    throw new AwsError('ValidationError', 'StateValue must be one of INSUFFICIENT_DATA, ALARM, OK.')
  }
  if (alarm.state !== state) call.changed()
  if ('isHeld' in alarm) alarm.isHeld = true
  changeAlarm(call.world, alarm, state, input.StateReason ?? '', input.StateReasonData)
  return {}
}

export const alarmHandlers = { DescribeAlarms: describeAlarms, SetAlarmState: setAlarmState }
