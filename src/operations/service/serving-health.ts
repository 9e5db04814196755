import type { Aws, EcsService } from '../../aws/aws.js'
import { type TaskHealth, taskHealth } from '../../status/own-targets.js'
import { servingGroupsByRevision } from '../../status/serving-groups.js'

/**
 * How a service's own tasks are in the target groups that serve it; undefined where none does: a service behind no load balancer, or behind one
 * that is none of Elastic Load Balancing's.
 */
export async function servingHealth(aws: Aws, service: EcsService): Promise<TaskHealth | undefined> {
  if (service.targetGroups.length === 0) return undefined
  const revisions = await aws.describeRevisions(service.currentServiceRevisions)
  const known = servingGroupsByRevision(service, revisions)
  const serving =
    known.length > 0 ? known : [{ taskDefinition: service.taskDefinition, groups: service.targetGroups }]
  if (serving.every(({ groups }) => groups.length === 0)) return undefined
  const [tasks, served] = await Promise.all([
    aws.runningTasks(service.ref),
    Promise.all(
      serving.map(async ({ taskDefinition, groups }) => ({
        taskDefinition,
        groups: await Promise.all(groups.map((group) => aws.targetHealth(group))),
      })),
    ),
  ])
  return taskHealth(tasks, served)
}
