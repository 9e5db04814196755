import { randomUUID } from 'node:crypto'
import { sendEvent } from '../eventbridge/send-event.js'
import { arn } from '../identity.js'
import type { World } from '../world.js'
import type { AlarmRecord, AlarmStanding, ContributorRecord, OtherAlarmRecord } from './model.js'
import { suppressionOf } from './suppression.js'

type State = Pick<AlarmStanding, 'state' | 'reason' | 'reasonData' | 'updatedAt' | 'evaluationState'>

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function sendAlarmEvent(world: World, alarm: AlarmRecord | OtherAlarmRecord, before: State): void {
  const suppressed = 'looksAt' in alarm ? suppressionOf(world, alarm) : undefined
  sendEvent(world, {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: configurationOf(alarm),
      previousState: described(before),
      state: {
        ...described(alarm),
        ...(suppressed === undefined
          ? {}
          : {
              actionsSuppressedBy: suppressed,
              actionsSuppressedReason: `Actions suppressed by ${suppressed}`,
            }),
      },
      ...muteDetail(world, alarm),
    },
  })
}

/** Of one series that breaches, or does not any more. It tells neither the state before nor figures. */
export function sendContributorEvent(
  world: World,
  alarm: OtherAlarmRecord,
  { attributes, reason }: ContributorRecord,
  state: 'ALARM' | 'OK',
): void {
  sendEvent(world, {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm Contributor State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      alarmContributor: { id: JSON.stringify(attributes), attributes },
      state: { value: state, reason, timestamp: spelt(world.time.now()) },
      configuration: configurationOf(alarm),
      ...muteDetail(world, alarm),
    },
  })
}

function configurationOf(alarm: AlarmRecord | OtherAlarmRecord): object {
  const { description } = alarm
  if (!('looksAt' in alarm)) {
    const { namespace, metric: name, period, statistic: stat } = alarm
    const dimensions = Object.fromEntries(alarm.dimensions.map(({ Name = '', Value = '' }) => [Name, Value]))
    const metricStat = { metric: { namespace, name, dimensions }, period, stat }
    return { description, metrics: [{ id: randomUUID(), metricStat, returnData: true }] }
  }
  const { looksAt } = alarm
  if (looksAt.kind === 'composite') {
    const { rule: alarmRule, suppressor } = looksAt
    return {
      description,
      alarmRule,
      ...(suppressor === undefined
        ? {}
        : {
            ...{ actionsSuppressor: suppressor, actionsSuppressorWaitPeriod: 120 },
            actionsSuppressorExtensionPeriod: 180,
          }),
    }
  }
  if (looksAt.kind === 'log') return { description }
  return {
    description,
    metrics: [{ id: 'm1', expression: looksAt.query, returnData: true, period: 60 }],
  }
}

function muteDetail(world: World, { name }: AlarmStanding): object {
  const rule = world.muteRules.find(({ alarms, status }) => status === 'ACTIVE' && alarms.includes(name))
  if (rule?.window === undefined) return {}
  return {
    muteDetail: {
      mutedByArn: arn('cloudwatch', `alarm-mute-rule:${rule.name}`),
      muteWindowStart: spelt(rule.window.start),
      muteWindowEnd: spelt(rule.window.end),
    },
  }
}

function described({ state, reason, reasonData, updatedAt, evaluationState }: State) {
  return {
    value: state,
    reason,
    ...(reasonData === undefined ? {} : { reasonData }),
    ...(evaluationState === undefined ? {} : { evaluationState }),
    timestamp: spelt(updatedAt),
  }
}

/** With CloudWatch's spelling of an offset. */
function spelt(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000')
}
