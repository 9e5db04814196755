import type { EcsTaskDefinition } from '../../aws/aws.js'
import { fieldsUnseen } from '../../aws/unseen-fields.js'
import type { Release } from './service-release.js'
import { firstOf } from '../../status/wording.js'

/**
 * The fields that a copy of this task definition is registered without, as the release keeps them.
 * @param said whether somebody said that they may be lost
 * @throws UserError `fields-unseen` when there are some, and nobody did
 */
export function leftOut(source: EcsTaskDefinition, said: boolean | undefined): Pick<Release, 'without'> {
  const { unseen = [] } = source
  if (unseen.length === 0) return {}
  if (said !== true) throw fieldsUnseen(source, unseen)
  return { without: [...unseen] }
}

/** What who agrees has to know of it. */
export function leftOutWarning({ without = [] }: Pick<Release, 'without'>): string[] {
  if (without.length === 0) return []
  return [`The new revision loses what this release of ohmy knows nothing of: ${firstOf(without, 10)}.`]
}
