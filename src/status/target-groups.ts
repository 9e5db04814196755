import type { MetricQuestion } from '../aws/aws.js'
import { perCall } from '../aws/limits.js'
import type { Batches } from './batches.js'
import { batches } from './batches.js'
import type { Findings } from './findings.js'
import type { GatherOptions } from './gather-options.js'
import { unhealthyTargets } from './measurements.js'

/** With more target groups than this, one CloudWatch question each costs less than one call each. */
const askedOneByOne = 10

/**
 * Learns how the targets of a growing list of target groups are: each group's health while there are few (or in depth), otherwise the
 * load balancer's own count of unhealthy ones.
 * @param dimension the load balancer as CloudWatch knows it; without it many groups cannot be asked about
 */
export function targetGroups(
  { aws, depth, partial }: GatherOptions,
  found: Findings,
  dimension: Promise<string | undefined>,
  askMetrics: (questions: readonly MetricQuestion[]) => Promise<void>,
): Batches<string> {
  const few: string[] = []
  const seen = new Set<string>()

  const health = async (arn: string): Promise<void> => {
    const targets = await partial.attempt('target health', () => aws.targetHealth(arn))
    if (targets) found.health.set(arn, targets)
  }
  const counts = batches<string>(perCall.metrics, async (arns) => {
    const loadBalancer = await dimension
    if (loadBalancer === undefined) return
    await askMetrics(arns.map((arn) => unhealthyTargets(arn, loadBalancer)))
  })

  return {
    add(arns) {
      const fresh = arns.filter((arn) => !seen.has(arn))
      for (const arn of fresh) seen.add(arn)
      if (depth === 'glance' && seen.size > askedOneByOne) counts.add([...few.splice(0), ...fresh])
      else few.push(...fresh)
    },
    async end() {
      await Promise.all([...few.map(health), counts.end()])
    },
  }
}
