import type { EcsService, ServiceDeployment } from '../../aws/aws.js'
import { formatDuration } from '../../core/duration.js'
import type { Environment, ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import { refuseUnreadExpress } from './express-mode.js'
import { isUnfinished } from './service-rollout.js'

interface Place {
  readonly environment: Pick<Environment, 'name'>
  readonly now: number
}

/** Refuses what ECS itself does not deploy, what is being deleted, and what a deployment is running on already. */
export function refuseUndeployable(
  facts: {
    readonly ref: ServiceRef
    readonly service: EcsService
    readonly newest?: Pick<ServiceDeployment, 'status' | 'createdAt'>
  },
  place: Place,
): void {
  refuseForeign(facts, place)
  const { ref, service, newest } = facts
  const name = `${ref.name} in ${place.environment.name}`
  const running = service.deployments.find(({ rolloutState }) => rolloutState === 'IN_PROGRESS')
  const unfinished = newest !== undefined && isUnfinished(newest.status) ? newest : undefined
  const since = unfinished?.createdAt ?? running?.createdAt
  if (since === undefined) return
  const time = formatDuration(Math.max(0, place.now - since))
  const back = newest?.status.startsWith('ROLLBACK') === true
  const what = back
    ? `${name} is going back from a deployment that began ${time} ago.`
    : `A deployment of ${name} has been running for ${time}.`
  const wait = `Wait until it has ended (\`/ohmy status ${ref.name} ${place.environment.name}\`)`
  const next = back
    ? `${wait}.`
    : `${wait}, or go back from it: \`/ohmy rollback ${ref.name} ${place.environment.name}\`.`
  throw new UserError('deployment-running', what, next)
}

/** Refuses deployment controllers other than ECS's own: what ohmy would do, they would undo or never see. */
export function refuseForeign(
  { ref, service }: { readonly ref: ServiceRef; readonly service: EcsService },
  { environment }: Place,
): void {
  const name = `${ref.name} in ${environment.name}`
  refuseUnreadExpress({ ref, service })
  if (service.deploymentController === 'CODE_DEPLOY') {
    const what = `${name} is deployed by CodeDeploy (deployment controller CODE_DEPLOY), not by ECS itself.`
    const next =
      'Deploy and roll back there: `aws deploy create-deployment`, `aws deploy stop-deployment --auto-rollback-enabled`.'
    throw new UserError('foreign-controller', what, next)
  }
  if (service.deploymentController === 'EXTERNAL') {
    const what = `${name} is deployed by another tool with task sets (deployment controller EXTERNAL).`
    throw new UserError('foreign-controller', what, 'Deploy and roll back with that tool.')
  }
  if (service.status !== 'ACTIVE') {
    throw new UserError(
      'service-not-active',
      `${name} is ${service.status}: it is being deleted.`,
      'Nothing was changed.',
    )
  }
}
