import type { ServiceRef } from '../../core/environment.js'
import type { OperationRecord } from '../../core/operation.js'
import { deployBasis } from '../deploy/deploy-input.js'
import { rollbackBasis } from '../rollback/rollback-input.js'
import { isSame, operationTag, type Release } from './service-release.js'

/** Whether a deployment of this task definition can be an operation's own: what it brings, or what it takes back to. */
export function bringsTaskDefinition(
  { id, plan }: Pick<OperationRecord, 'id' | 'plan'>,
  { service }: Pick<ServiceRef, 'service'>,
  brought: { readonly arn: string; readonly tags: Readonly<Record<string, string>> },
): boolean {
  return releasesOf(plan)
    .filter((release) => release.service.service === service)
    .some(({ from, to }) => {
      if (brought.tags[operationTag] === id || isSame(from, brought.arn)) return true
      return to.kind === 'existing' && isSame(to.taskDefinition, brought.arn)
    })
}

/** Of operations that release something; others have none. */
function releasesOf({ basis }: OperationRecord['plan']): readonly Release[] {
  const deployed = deployBasis.safeParse(basis).data
  if (deployed !== undefined) return deployed.releases
  const rolledBack = rollbackBasis.safeParse(basis).data
  return rolledBack?.kind === 'return' ? [rolledBack.release] : []
}
