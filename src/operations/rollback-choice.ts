import type {
  EcsService,
  EcsTaskDefinition,
  ServiceDeployment,
  ServiceDeploymentDetail,
  ServiceRevision,
} from '../aws/aws.js'
import { parseImageName, versionOf } from '../aws/image-name.js'
import type { ServiceRef } from '../core/environment.js'
import { UserError } from '../core/user-error.js'
import { firstOf } from '../status/wording.js'
import { isSame, nameOf } from './service-release.js'
import { isUnfinished } from './service-rollout.js'

/** Everything that the choice stands on. */
export interface RollbackFacts {
  readonly ref: ServiceRef
  readonly environment: string
  readonly service: EcsService
  /** Deployments of the service, newest first, as far back as ECS keeps them. */
  readonly history: readonly ServiceDeployment[]
  /** The newest of them in full. */
  readonly newest?: ServiceDeploymentDetail
  /** By ARN: every revision that the history names. */
  readonly revisions: ReadonlyMap<string, ServiceRevision>
  /** ACTIVE revisions of the family, newest first. */
  readonly active: readonly EcsTaskDefinition[]
  /** What was asked for: `41`, `family:41` or an image tag. */
  readonly to?: string
  /** Whether a copy may lose fields that ohmy does not know. */
  readonly dropUnknownFields?: boolean
}

/** Where a service goes back to, and why that is trusted. Task definitions are ARNs. */
export interface Target {
  readonly taskDefinition: string
  readonly revision?: ServiceRevision
  /** Its successful deployment; absent: nothing proves that it ever ran well. */
  readonly proven?: ServiceDeployment
}

export type Choice =
  /** A deployment is under way: ECS itself takes it back. */
  | { readonly kind: 'in flight'; readonly deployment: ServiceDeploymentDetail; readonly target: Target }
  /** Nothing is under way, or something else was asked for: another task definition is deployed. */
  | { readonly kind: 'return'; readonly target: Target; readonly current?: ServiceRevision }

/** Pure: where to go back to, by what ECS knows of the past; a UserError where there is nothing to go back to. */
export function chooseRollback(facts: RollbackFacts): Choice {
  const { newest, to } = facts
  const current = currentRevision(facts)
  const running = current?.taskDefinition ?? facts.service.taskDefinition
  if (to !== undefined) {
    const target = asked(facts, to)
    const unfinished = newest !== undefined && isUnfinished(newest.status)
    if (isSame(target.taskDefinition, running) && !unfinished) throw runsAlready(facts, target)
    return { kind: 'return', target, ...(current === undefined ? {} : { current }) }
  }
  if (newest !== undefined && isUnfinished(newest.status)) {
    return { kind: 'in flight', deployment: newest, target: beforeRunning(facts, newest) }
  }
  const target = lastProven(facts, current) ?? revisionBefore(facts, running)
  if (target === undefined) throw nothingThere(facts)
  return { kind: 'return', target, ...(current === undefined ? {} : { current }) }
}

/** What the service runs: the target of its newest deployment, or what ECS went back to from it. */
export function currentRevision({ service, newest, revisions }: RollbackFacts): ServiceRevision | undefined {
  const arn =
    newest?.status === 'SUCCESSFUL'
      ? newest.target
      : newest?.status === 'ROLLBACK_SUCCESSFUL'
        ? newest.rollback?.revision
        : undefined
  const named = arn === undefined ? undefined : revisions.get(arn)
  // A history that ends otherwise, or that ECS no longer keeps, does not tell: the service itself does.
  return (
    named ?? service.currentServiceRevisions.map((one) => revisions.get(one)).find((one) => one !== undefined)
  )
}

/** Where ECS goes back to from a deployment that has not finished: where it says, or else the last one that was completed. */
function beforeRunning(facts: RollbackFacts, running: ServiceDeploymentDetail): Target {
  const { history, revisions, ref, environment } = facts
  const said = running.rollback === undefined ? undefined : revisions.get(running.rollback.revision)
  const target = said === undefined ? undefined : targetOf(facts, said)
  const older = history.slice(history.findIndex(({ arn }) => arn === running.arn) + 1)
  const last = target ?? newestSuccessful(older, facts)
  const source = running.sources
    .map(({ revision }) => revisions.get(revision))
    .find((one) => one !== undefined)
  const found =
    last ?? (source === undefined ? undefined : { taskDefinition: source.taskDefinition, revision: source })
  if (found !== undefined) return found
  const what = `The running deployment is the first one of ${ref.name} in ${environment}: there is nothing to go back to.`
  throw new UserError(
    'nothing-before',
    what,
    `Deploy a good image, or \`/ohmy scale ${ref.name} 0 ${environment}\`.`,
  )
}

/** The newest successful deployment that brought something else than what runs. A restart brought the same, and is no way back. */
function lastProven(facts: RollbackFacts, current: ServiceRevision | undefined): Target | undefined {
  const running = current?.taskDefinition ?? facts.service.taskDefinition
  const others = facts.history.filter(({ target }) => {
    const revision = facts.revisions.get(target)
    return target !== current?.arn && revision !== undefined && !isSame(revision.taskDefinition, running)
  })
  return newestSuccessful(others, facts)
}

function newestSuccessful(history: readonly ServiceDeployment[], facts: RollbackFacts): Target | undefined {
  for (const deployment of history) {
    const revision = deployment.status === 'SUCCESSFUL' ? facts.revisions.get(deployment.target) : undefined
    if (revision !== undefined)
      return { taskDefinition: revision.taskDefinition, revision, proven: deployment }
  }
  return undefined
}

/** The revision before the one that runs, as long as it is ACTIVE: nothing says that it ever ran well. */
function revisionBefore({ active }: RollbackFacts, running: string): Target | undefined {
  const number = revisionNumber(running)
  const before = active.find(({ revision }) => revision < number)
  return before === undefined ? undefined : { taskDefinition: before.arn }
}

function revisionNumber(taskDefinition: string): number {
  return Number(nameOf(taskDefinition).split(':')[1] ?? 0)
}

/** A revision by number or name, or an image by tag: first among what was deployed, then among what is registered. */
function asked(facts: RollbackFacts, to: string): Target {
  const { service, history, active, revisions } = facts
  const [family = ''] = nameOf(service.taskDefinition).split(':')
  const name = /^\d+$/.test(to) ? `${family}:${to}` : to
  const isRevision = /:\d+$/.test(name)
  const deployed = history.flatMap((deployment) => {
    const revision = revisions.get(deployment.target)
    if (revision === undefined) return []
    const fits = isRevision
      ? isSame(revision.taskDefinition, name)
      : revision.images.some(({ image }) => parseImageName(image).tag === to)
    return fits ? [{ deployment, revision }] : []
  })
  const well = deployed.find(({ deployment }) => deployment.status === 'SUCCESSFUL')
  if (well !== undefined) {
    const { deployment: proven, revision } = well
    return { taskDefinition: revision.taskDefinition, revision, proven }
  }
  const [ill] = deployed
  if (ill !== undefined) return { taskDefinition: ill.revision.taskDefinition, revision: ill.revision }
  const registered = active.find((definition) =>
    isRevision
      ? isSame(definition.arn, name)
      : definition.containers.some(({ image }) => parseImageName(image).tag === to),
  )
  if (registered !== undefined) return { taskDefinition: registered.arn }
  // An INACTIVE revision is in no list, and can still be described and copied.
  if (isRevision) return { taskDefinition: name }
  throw unknownTag(facts, to)
}

function targetOf({ history }: RollbackFacts, revision: ServiceRevision): Target {
  const proven = history.find(({ target, status }) => target === revision.arn && status === 'SUCCESSFUL')
  return { taskDefinition: revision.taskDefinition, revision, ...(proven === undefined ? {} : { proven }) }
}

function runsAlready({ ref, environment }: RollbackFacts, { taskDefinition }: Target): UserError {
  const what = `${ref.name} in ${environment} runs ${nameOf(taskDefinition)} already.`
  return new UserError('nothing-to-do', what, 'Nothing was changed.')
}

function nothingThere({ ref, environment }: RollbackFacts): UserError {
  const what = `There is nothing to roll ${ref.name} in ${environment} back to: ECS knows no other successful deployment, and no older revision of its task definition.`
  const next = `Deploy a good image instead: \`/ohmy deploy ${ref.name} <tag> ${environment}\`.`
  return new UserError('nothing-before', what, next)
}

function unknownTag({ ref, environment, history, revisions }: RollbackFacts, to: string): UserError {
  const successful = history.filter(({ status }) => status === 'SUCCESSFUL')
  const images = successful.flatMap(({ target }) => revisions.get(target)?.images ?? [])
  const known = [...new Set(images.map(({ image }) => versionOf(image)))]
  const what = `${to} was never deployed to ${ref.name} in ${environment}, as far as ECS remembers.`
  const instead = known.length === 0 ? '' : `What ran well before: ${firstOf(known, 5)}. `
  const next = `${instead}To bring it anew: \`/ohmy deploy ${ref.name} ${to} ${environment}\`.`
  return new UserError('version-unknown', what, next)
}
