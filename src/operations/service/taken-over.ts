import type { Aws, ServiceDeployment } from '../../aws/aws.js'
import { versionOf } from '../../aws/image-name.js'
import type { ServiceRef } from '../../core/environment.js'
import { utcTime } from '../../core/utc-time.js'
import { firstOf } from '../../status/wording.js'
import { nameOf } from './service-release.js'

/**
 * Who has taken a service over from a deployment of ours, in sentences for its outcome: ECS stops the running one in favour of a newer one. Undefined: nobody.
 * Our own operations wait for the service's lock, so it was somebody or something else.
 */
export async function takenOver(
  aws: Aws,
  service: ServiceRef,
  ours: Pick<ServiceDeployment, 'arn' | 'createdAt'>,
): Promise<string | undefined> {
  const [newest] = await aws.serviceDeployments(service, 1)
  // The list may lag behind: only what began later has taken over.
  if (newest === undefined || newest.arn === ours.arn || newest.createdAt <= ours.createdAt) return undefined
  const [revision] = await aws.describeRevisions([newest.target])
  const { name, environment } = service
  const versions = [...new Set((revision?.images ?? []).map(({ image }) => versionOf(image)))]
  const what =
    revision === undefined
      ? 'A deployment'
      : `A deployment of ${firstOf(versions)} (${nameOf(revision.taskDefinition)})`
  return `${what} that ohmy did not start took ${name} over (${utcTime(newest.createdAt)}): ohmy waits for nothing more and takes nothing back. \`/ohmy status ${name} ${environment}\` shows how it goes.`
}
