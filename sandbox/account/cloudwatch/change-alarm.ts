import type { StateValue } from '@aws-sdk/client-cloudwatch'
import type { World } from '../world.js'
import type { AlarmRecord } from './model.js'

/** Sets the state of an alarm and lets the deployments that watch it look. */
export function changeAlarm(
  world: World,
  alarm: AlarmRecord,
  state: StateValue,
  reason: string,
  reasonData?: string,
): void {
  alarm.updatedAt = world.time.now()
  if (alarm.state !== state) alarm.transitionedAt = alarm.updatedAt
  alarm.state = state
  alarm.reason = reason
  alarm.reasonData = reasonData
  for (const cluster of world.clusters.values()) {
    for (const service of cluster.services.values()) {
      if (service.deploymentConfiguration.alarms?.alarmNames?.includes(alarm.name)) world.reconcile(service)
    }
  }
}
