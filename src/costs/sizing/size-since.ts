import type { Aws, EcsTaskDefinition } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'

/** Revisions looked at together, and in all: a team that deploys more often is told of the time since the last of them. */
const together = 5
const mostRevisions = 20

/**
 * From when on the tasks of a service have the size that they have (ms since the epoch), not before `from`: by the family's revisions, which say when they were registered.
 */
export async function sizeSince(
  aws: Pick<Aws, 'describeTaskDefinition'>,
  { arn, cpu, memory, registeredAt }: EcsTaskDefinition,
  from: number,
): Promise<number> {
  const [, family = '', revision = ''] = /([^/]+):(\d+)$/.exec(arn) ?? []
  let since = registeredAt
  for (let looked = 0; looked < mostRevisions && since > from; looked += together) {
    const numbers = Array.from({ length: together }, (_, index) => Number(revision) - looked - index - 1)
    const older = await Promise.all(
      numbers.filter((number) => number > 0).map((number) => revisionOf(aws, `${family}:${number}`)),
    )
    if (older.length === 0) break
    for (const one of older) {
      if (one === undefined) continue
      if (one.cpu !== cpu || one.memory !== memory) return since
      since = Math.min(since, one.registeredAt)
    }
  }
  return Math.max(since, from)
}

/** One that was deleted tells nothing. */
async function revisionOf(
  aws: Pick<Aws, 'describeTaskDefinition'>,
  reference: string,
): Promise<EcsTaskDefinition | undefined> {
  try {
    return await aws.describeTaskDefinition(reference, { content: true })
  } catch (error) {
    if (error instanceof AwsError && error.kind === 'rejected') return undefined
    throw error
  }
}
