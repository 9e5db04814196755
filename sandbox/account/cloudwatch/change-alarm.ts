import type { StateValue } from '@aws-sdk/client-cloudwatch'
import { notifyTopics } from '../sns/notify.js'
import type { World } from '../world.js'
import { sendAlarmEvent } from './alarm-event.js'
import type { AlarmRecord, OtherAlarmRecord } from './model.js'

/** Sets the state of an alarm, tells it and lets the deployments that watch it look. */
export function changeAlarm(
  world: World,
  alarm: AlarmRecord | OtherAlarmRecord,
  state: StateValue,
  reason: string,
  reasonData?: string,
): void {
  const { state: before, reason: reasonBefore, reasonData: dataBefore, updatedAt } = alarm
  alarm.updatedAt = world.time.now()
  if (alarm.state !== state) alarm.transitionedAt = alarm.updatedAt
  alarm.state = state
  alarm.reason = reason
  alarm.reasonData = reasonData
  if (before !== state) {
    sendAlarmEvent(world, alarm, { state: before, reason: reasonBefore, reasonData: dataBefore, updatedAt })
    notifyTopics(world, alarm, before)
  }
  for (const cluster of world.clusters.values()) {
    for (const service of cluster.services.values()) {
      if (service.deploymentConfiguration.alarms?.alarmNames?.includes(alarm.name)) world.reconcile(service)
    }
  }
}
