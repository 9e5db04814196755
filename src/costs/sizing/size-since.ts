import type { EcsService, EcsTaskDefinition } from '../../aws/aws.js'
import type { DeployedSize } from './deployed-sizes.js'

/**
 * From when on nothing but tasks of its present size ran in a service (ms since the epoch), not before `from`. A revision may be registered long before it is used,
 * and be used again after another one: only deployments tell what ran. Where their history may not be read, nothing before the PRIMARY one counts.
 * Pure.
 * @param history newest first; empty where it may not be read
 * @param until what is said where nothing counts: the end of what is looked at
 */
export function sizeSince(
  deployments: EcsService['deployments'],
  history: readonly DeployedSize[],
  size: Pick<EcsTaskDefinition, 'cpu' | 'memory'>,
  { from, until }: { readonly from: number; readonly until: number },
): number {
  const primary = deployments.find(({ status }) => status === 'PRIMARY')
  // Task sets of another controller have no deployments: when they changed, nobody says here.
  if (primary === undefined) return until
  let since = primary.createdAt
  for (const one of history) {
    const ended = one.finishedAt ?? until
    // It may have failed: its tasks ran until then.
    if (one.size?.cpu !== size.cpu || one.size?.memory !== size.memory) return Math.max(since, ended, from)
    // Tasks of what was before ran beside it until its end. One that failed brought nothing; what served on stands before it.
    if (one.succeeded || one.finishedAt === undefined) since = ended
    if (since <= from) return from
  }
  return Math.max(since, from)
}
