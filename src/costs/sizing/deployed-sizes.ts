import type { Aws, EcsTaskDefinition } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import type { ServiceRef } from '../../core/environment.js'

/** Deployments looked at, newest first: of a team that deploys more often, the time since the last of them counts. */
const mostDeployments = 20

type Asked = Pick<Aws, 'serviceDeployments' | 'describeRevisions' | 'describeTaskDefinition'>

/** One deployment of a service, and the size that it brought; without one: nobody can tell. */
export interface DeployedSize {
  readonly succeeded: boolean
  /** Absent: it has not ended. */
  readonly finishedAt?: number
  readonly size?: Pick<EcsTaskDefinition, 'cpu' | 'memory'>
}

/** The deployments of each service, in their order, newest first; of one whose history may not be read there are none. All revisions in one question. */
export async function deployedSizes(
  aws: Asked,
  refs: readonly ServiceRef[],
): Promise<readonly (readonly DeployedSize[])[]> {
  const listed = await Promise.all(refs.map((ref) => orNone(aws.serviceDeployments(ref, mostDeployments))))
  const targets = [...new Set(listed.flat().map(({ target }) => target))]
  const revisions = targets.length === 0 ? [] : await orNone(aws.describeRevisions(targets))
  if (revisions.length === 0) return refs.map(() => [])
  const definitions = new Map(revisions.map(({ arn, taskDefinition }) => [arn, taskDefinition]))
  const names = [...new Set(definitions.values())]
  const described = await Promise.all(
    names.map((name) => orNone(aws.describeTaskDefinition(name, { content: true }).then((one) => [one]))),
  )
  const sizes = new Map(names.map((name, index) => [name, described[index]?.[0]]))
  return listed.map((history) =>
    history.map(({ target, status, finishedAt }) => {
      const size = sizes.get(definitions.get(target) ?? '')
      return {
        succeeded: status === 'SUCCESSFUL',
        ...(finishedAt === undefined ? {} : { finishedAt }),
        ...(size === undefined ? {} : { size }),
      }
    }),
  )
}

/** What AWS does not tell makes the time that counts shorter, nothing else. */
async function orNone<Answer>(asked: Promise<readonly Answer[]>): Promise<readonly Answer[]> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AwsError) return []
    throw error
  }
}
