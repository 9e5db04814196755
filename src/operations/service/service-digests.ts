import type { Aws, ServiceDeploymentDetail } from '../../aws/aws.js'
import { shortDigest } from '../../aws/image-name.js'
import { UserError } from '../../core/user-error.js'
import { digestsOf } from './images-now.js'
import type { Release } from './service-release.js'

/**
 * What was agreed to is an image, not a name: ECS looks a tag up at the beginning of a deployment, and somebody may have pushed it again since the
 * plan. Where it does not tell a digest, nothing can be compared.
 * @throws UserError `another-image`
 */
export async function refuseAnotherImage(
  aws: Pick<Aws, 'describeRevisions'>,
  { service, to }: Pick<Release, 'service' | 'to'>,
  { target }: Pick<ServiceDeploymentDetail, 'target'>,
): Promise<void> {
  if (to.kind !== 'new' && to.kind !== 'restart') return
  const [revision] = await aws.describeRevisions([target])
  const runs = digestsOf(revision)
  for (const [container, planned] of Object.entries(to.digests)) {
    const digest = runs[container]
    if (digest === undefined || digest === planned) continue
    const what = `${container} of ${service.name} runs ${shortDigest(digest)}, not ${shortDigest(planned)} as planned: its tag was pushed again meanwhile.`
    throw new UserError('another-image', what, 'Nobody has agreed to that image. Ask again.')
  }
}
