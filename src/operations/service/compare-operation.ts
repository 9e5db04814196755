import type { Aws, EcsTaskDefinition } from '../../aws/aws.js'
import { shortDigest, versionOf } from '../../aws/image-name.js'
import type { Change, OperationRecord } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { Ports } from '../operations.js'
import { withImages } from './images-now.js'
import { releasesOf } from './record-releases.js'
import { difference } from './service-difference.js'
import { awsOf } from './service-environment.js'
import { nameOf, type Release } from './service-release.js'
import { progressOf } from './service-release-steps.js'

/** What an operation brought to one service against what ran before it. */
export interface Comparison {
  /** `backend` */
  readonly service: string
  /** `family:revision` of both; the second is absent where none was registered for it. */
  readonly from: string
  readonly to?: string
  readonly changes: readonly Change[]
}

/**
 * Each revision that an operation brought, or was about to, beside the one before it: read anew, so that it tells of all that differs and not only of what the plan meant to
 * change.
 * @throws UserError `nothing-to-compare` for an operation that brings no version, `revision-gone` where ECS does not know one of the two any more
 */
export async function compareOperation(
  ports: Pick<Ports, 'aws' | 'config'>,
  record: OperationRecord,
): Promise<readonly Comparison[]> {
  const { releases, named } = releasesOf(record)
  if (releases.length === 0) {
    const what = `${record.id} brought no other version of a service.`
    throw new UserError('nothing-to-compare', what, `\`/ohmy history ${record.id}\` tells what it did.`)
  }
  return Promise.all(
    releases.map((release) => compare(awsOf(ports, release.service), record, release, named)),
  )
}

async function compare(
  aws: Aws,
  record: OperationRecord,
  release: Release,
  named: boolean,
): Promise<Comparison> {
  const before = await described(aws, release.from)
  const { target } = progressOf(record, release, named)
  const after = target === undefined ? await meant(aws, before, release) : await described(aws, target)
  return {
    service: release.service.name,
    from: nameOf(release.from),
    ...(target === undefined ? {} : { to: nameOf(target) }),
    changes: [...difference(before, after), ...byTheSameName(before, release)],
  }
}

/** What was never registered, as it would have been. */
async function meant(aws: Aws, before: EcsTaskDefinition, { to }: Release): Promise<EcsTaskDefinition> {
  if (to.kind === 'new') return withImages(before, to.images)
  return to.kind === 'copy' ? withImages(await described(aws, to.of), to.images ?? {}) : before
}

/** A restart that brings what its tag means by now. */
function byTheSameName({ containers }: EcsTaskDefinition, { ran = {}, to }: Release): readonly Change[] {
  if (to.kind !== 'restart') return []
  return containers.flatMap(({ name, image }): Change[] => {
    const [before, after] = [ran[name], to.digests[name]]
    if (before === undefined || after === undefined || before === after) return []
    const version = versionOf(image)
    const words = (digest: string) => `${version}, ${shortDigest(digest)}`
    return [
      { what: containers.length > 1 ? `${name}: Image` : 'Image', from: words(before), to: words(after) },
    ]
  })
}

async function described(aws: Aws, reference: string): Promise<EcsTaskDefinition> {
  const found = await aws.describeTaskDefinition(reference, { content: true })
  if (found !== undefined) return found
  const what = `ECS does not know ${nameOf(reference)} any more, so there is nothing to compare.`
  throw new UserError(
    'revision-gone',
    what,
    'The plan in the history of the operation tells what was meant to change.',
  )
}
