import { allServices } from '../../aws/all-services.js'
import type { Aws } from '../../aws/aws.js'
import { AwsError } from '../../aws/aws-error.js'
import { explainAwsError } from '../../aws/explain.js'
import type { Environment } from '../../core/environment.js'
import type { Missing } from '../../core/status.js'
import type { RunningService } from '../sizing/read-use.js'
import { readSizes, withRanges } from './fargate.js'
import type { Basis } from './what-if.js'

/** What an estimate of an environment is made of, and what could not be read for it. Rejects where ECS does not answer. */
export async function readBasis(
  aws: Aws,
  environment: Environment,
): Promise<{
  readonly basis: Basis
  readonly running: readonly RunningService[]
  readonly missing: readonly Missing[]
}> {
  const refs = await allServices(aws)
  const { sizes, unsized, running } = await readSizes(aws, refs)
  const missing: Missing[] = unsized.map((name) => ({
    what: `the cost of ${name}`,
    why: 'its tasks have no size of their own, so it does not run on Fargate',
  }))
  const ranged = await withRanges(aws, refs, sizes).catch((error: unknown) => {
    if (!(error instanceof AwsError)) throw error
    missing.push({ what: 'autoscaling', why: explainAwsError(error) })
    return sizes
  })
  return { basis: { sizes: ranged, resources: environment.costs?.resources ?? {} }, running, missing }
}
