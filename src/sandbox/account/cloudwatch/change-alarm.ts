import type { StateValue } from '@aws-sdk/client-cloudwatch'
import { reconcile } from '../ecs/scheduler.js'
import type { World } from '../world.js'
import type { AlarmRecord } from './model.js'

/** Sets the state of an alarm and lets the deployments that watch it look. */
export function changeAlarm(world: World, alarm: AlarmRecord, state: StateValue, reason: string): void {
  if (alarm.state !== state) alarm.updatedAt = world.time.now()
  alarm.state = state
  alarm.reason = reason
  for (const cluster of world.clusters.values()) {
    for (const service of cluster.services.values()) {
      if (service.deploymentConfiguration.alarms?.alarmNames?.includes(alarm.name)) reconcile(world, service)
    }
  }
}
