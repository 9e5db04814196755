import { randomUUID } from 'node:crypto'
import { sendEvent } from '../eventbridge/send-event.js'
import type { World } from '../world.js'
import type { AlarmRecord } from './model.js'

type State = Pick<AlarmRecord, 'state' | 'reason' | 'reasonData' | 'updatedAt'>

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function sendAlarmEvent(world: World, alarm: AlarmRecord, before: State): void {
  sendEvent(world, {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: {
        description: alarm.description,
        metrics: [
          {
            id: randomUUID(),
            metricStat: {
              metric: {
                namespace: alarm.namespace,
                name: alarm.metric,
                dimensions: Object.fromEntries(
                  alarm.dimensions.map(({ Name = '', Value = '' }) => [Name, Value]),
                ),
              },
              period: alarm.period,
              stat: alarm.statistic,
            },
            returnData: true,
          },
        ],
      },
      previousState: described(before),
      state: described(alarm),
    },
  })
}

function described({ state, reason, reasonData, updatedAt }: State) {
  return {
    value: state,
    reason,
    ...(reasonData === undefined ? {} : { reasonData }),
    timestamp: new Date(updatedAt).toISOString().replace('Z', '+0000'),
  }
}
