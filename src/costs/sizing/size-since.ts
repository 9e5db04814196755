import type { Aws, EcsService, EcsTaskDefinition } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'

/** Deployments looked at, newest first: of a team that deploys more often, the time since the last of them counts. */
const mostDeployments = 20

type Asked = Pick<Aws, 'serviceDeployments' | 'describeRevisions' | 'describeTaskDefinition'>
type Size = Pick<EcsTaskDefinition, 'cpu' | 'memory'>

/** One deployment of a service, and the size that it brought; without one: nobody can tell. */
interface Brought {
  readonly succeeded: boolean
  /** Absent: it has not ended. */
  readonly finishedAt?: number
  readonly size?: Size
}

/**
 * From when on nothing but tasks of its present size ran in a service (ms since the epoch), not before `from`. A revision may be registered long before it is used,
 * and be used again after another one: only deployments tell what ran. Where their history may not be read, nothing before the PRIMARY one counts.
 * @param until what is said where nothing counts: the end of what is looked at
 */
export async function sizeSince(
  aws: Asked,
  { ref, deployments }: Pick<EcsService, 'ref' | 'deployments'>,
  size: Size,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<number> {
  const primary = deployments.find(({ status }) => status === 'PRIMARY')
  // Task sets of another controller have no deployments: when they changed, nobody says here.
  if (primary === undefined) return until
  const history = await historyOf(aws, ref)
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

/** Newest first; empty where it may not be read. */
async function historyOf(aws: Asked, ref: EcsService['ref']): Promise<readonly Brought[]> {
  try {
    const listed = await aws.serviceDeployments(ref, mostDeployments)
    const revisions = await aws.describeRevisions([...new Set(listed.map(({ target }) => target))])
    const definitions = new Map(revisions.map(({ arn, taskDefinition }) => [arn, taskDefinition]))
    const names = [...new Set(definitions.values())]
    const described = await Promise.all(names.map((name) => definitionOf(aws, name)))
    const sizes = new Map(names.map((name, index) => [name, described[index]]))
    return listed.map(({ target, status, finishedAt }) => {
      const size = sizes.get(definitions.get(target) ?? '')
      return {
        succeeded: status === 'SUCCESSFUL',
        ...(finishedAt === undefined ? {} : { finishedAt }),
        ...(size === undefined ? {} : { size }),
      }
    })
  } catch (error) {
    if (error instanceof AwsError) return []
    throw error
  }
}

/** One that was deleted tells nothing. */
async function definitionOf(aws: Asked, name: string): Promise<EcsTaskDefinition | undefined> {
  try {
    return await aws.describeTaskDefinition(name, { content: true })
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'rejected') return undefined
    throw error
  }
}
