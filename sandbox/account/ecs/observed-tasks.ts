import { taskShapes } from '../seed/metric-shapes.js'
import { addSource } from '../seed/metrics.js'
import type { World } from '../world.js'
import type { ServiceRecord } from './model.js'

/**
 * What Container Insights with enhanced observability measures of each task that is wanted now:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html
 */
export function observeTasks(world: World, service: ServiceRecord): void {
  for (const task of service.tasks.values()) {
    if (task.desiredStatus !== 'RUNNING') continue
    const names = {
      ClusterName: service.cluster.name,
      ServiceName: service.name,
      TaskDefinitionFamily: task.revision.taskDefinition.family,
      TaskId: task.id,
    }
    addSource(world, 'ECS/ContainerInsights', names, taskShapes, (_, value) => value)
  }
}
