import type { ServiceDeployment } from '../../aws/aws.js'
import type { Clock } from '../../core/clock.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Ports } from '../operations.js'
import { unfinishedSuccesses } from '../service/early-success.js'
import { awsOf } from '../service/service-environment.js'
import { readVerdicts } from '../service/service-verdicts.js'
import type { Ran } from './deploy-images.js'

/** Successful deployments in which a proof is looked for, newest first. */
const provingDeployments = 40

/** What was deployed successfully there, newest first, and what runs completed now; undefined where there is no such service. */
export async function ranIn(
  ports: Ports,
  clock: Clock,
  ref: ServiceRef,
): Promise<readonly Ran[] | undefined> {
  const aws = awsOf(ports, ref)
  const [service] = await aws.describeServices([ref])
  if (service === undefined) return undefined
  const looked = lookedThrough(await aws.serviceDeployments(ref))
  const [primary] = service.deployments
  // Older than what ECS keeps of the history: what runs completed is proven all the same.
  const current = primary?.rolloutState === 'COMPLETED' ? service.currentServiceRevisions.slice(0, 1) : []
  const older = current.filter((arn) => !looked.some(({ target }) => target === arn))
  const revisions = await aws.describeRevisions([...looked.map(({ target }) => target), ...older])
  const verdicts = await readVerdicts(ports, ref, clock.now(), {
    history: looked,
    revisions,
    unfinished: await unfinishedSuccesses(aws, service, looked),
  })
  const byArn = new Map(revisions.map((revision) => [revision.arn, revision]))
  const ran = looked.flatMap((deployment): Ran[] => {
    const revision = deployment.status === 'SUCCESSFUL' ? byArn.get(deployment.target) : undefined
    const verdict = verdicts.get(deployment.arn)
    if (revision === undefined) return []
    return [{ deployment, images: revision.images, ...(verdict === undefined ? {} : { verdict }) }]
  })
  const running = older.flatMap((arn): Ran[] => {
    const revision = byArn.get(arn)
    if (revision === undefined || primary === undefined) return []
    return [{ deployment: { createdAt: primary.createdAt }, images: revision.images }]
  })
  return [...ran, ...running]
}

/** Newest first, up to the last one that a proof is looked for in. */
function lookedThrough(history: readonly ServiceDeployment[]): readonly ServiceDeployment[] {
  const last = history.filter(({ status }) => status === 'SUCCESSFUL')[provingDeployments - 1]
  return last === undefined ? history : history.slice(0, history.indexOf(last) + 1)
}
