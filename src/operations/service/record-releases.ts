import type { OperationRecord } from '../../core/operation.js'
import { deployBasis, deployInput } from '../deploy/deploy-input.js'
import { rollbackBasis } from '../rollback/rollback-input.js'
import type { Release } from './service-release.js'

/**
 * What an operation brings, one release a service; none where it is of another kind. `named`: its steps begin with the service's name. `back`: its purpose was to
 * get rid of what ran.
 */
export function releasesOf(record: OperationRecord): {
  readonly releases: readonly Release[]
  readonly named: boolean
  readonly back: boolean
} {
  if (record.name === 'rollback-service') {
    const basis = rollbackBasis.safeParse(record.plan.basis).data
    return { releases: basis?.kind === 'return' ? [basis.release] : [], named: false, back: true }
  }
  const releases = deployBasis.safeParse(record.plan.basis).data?.releases ?? []
  const back = deployInput.safeParse(record.input).data?.back !== undefined
  return { releases, named: releases.length > 1, back }
}
