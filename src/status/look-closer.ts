import type { EcsService, MetricQuestion } from '../aws/aws.js'
import type { Findings } from './findings.js'
import type { GatherOptions } from './gather-options.js'
import { isWell } from './own-targets.js'
import { servingGroups } from './serving-groups.js'
import { targetGroups } from './target-groups.js'

/** More services than this are not asked for their tasks: two calls each. */
const askedForTasks = 20

/**
 * What the first look leaves open: the groups that serve where only the revision tells, and whose the targets are where a group is shared, or holds
 * other targets than the service has tasks. A group that is just right costs no further call.
 */
export async function lookCloser(
  options: GatherOptions,
  found: Findings,
  dimension: Promise<string | undefined>,
  askMetrics: (questions: readonly MetricQuestion[]) => Promise<void>,
): Promise<void> {
  const { aws, partial } = options
  const revisions = [...found.revisions.values()]
  const services = [...found.services.values()].map((service) => ({
    service,
    groups: servingGroups(service, revisions),
  }))
  const open = services
    .flatMap(({ groups }) => groups)
    .filter((arn) => !found.health.has(arn) && !found.answers.has(arn) && !found.unanswered.has(arn))
  const rest = targetGroups(options, found, dimension, askMetrics)
  rest.add(open)
  await rest.end()

  const users = new Map<string, number>()
  for (const arn of services.flatMap(({ groups }) => groups)) users.set(arn, (users.get(arn) ?? 0) + 1)
  const unclear = services.filter(({ service, groups }) =>
    groups.some((arn) => (users.get(arn) ?? 0) > 1 || !isJustRight(service, arn, found)),
  )
  await Promise.all(
    unclear.slice(0, askedForTasks).map(async ({ service: { ref }, groups }) => {
      if (!groups.some((arn) => found.health.has(arn))) return
      const tasks = await partial.attempt('running tasks', () => aws.runningTasks(ref))
      if (tasks) found.running.set(ref.service, tasks)
    }),
  )
}

/** As many targets as tasks, all of them well: then they are the service's own. */
function isJustRight({ desired }: EcsService, arn: string, found: Findings): boolean {
  const targets = found.health.get(arn)
  if (targets === undefined) return true
  const asked = targets.filter(({ state }) => state !== 'draining')
  return asked.length === desired && asked.every(isWell)
}
