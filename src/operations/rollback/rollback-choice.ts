import type {
  EcsService,
  EcsTaskDefinition,
  ServiceDeployment,
  ServiceDeploymentDetail,
  ServiceRevision,
} from '../../aws/aws.js'
import { parseImageName, versionOf } from '../../aws/image-name.js'
import type { ServiceRef } from '../../core/environment.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import { isSame, nameOf } from '../service/service-release.js'
import { isUnfinished } from '../service/service-rollout.js'
import { digestsOf } from '../service/images-now.js'
import type { ServicePast } from '../service/service-past.js'
import { isVeto, type Verdict } from '../service/service-verdicts.js'

/** Everything that the choice stands on. */
export interface RollbackFacts extends Omit<ServicePast, 'records'> {
  readonly ref: ServiceRef
  readonly environment: string
  readonly service: EcsService
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
  /** What ohmy's own record says against it. */
  readonly verdict?: Verdict
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
    const runs =
      target.revision === undefined
        ? isSame(target.taskDefinition, running)
        : isSameVersion(target.revision, current, running)
    if (runs && !unfinished) throw runsAlready(facts, target)
    return { kind: 'return', target, ...(current === undefined ? {} : { current }) }
  }
  if (newest !== undefined && isUnfinished(newest.status)) {
    return { kind: 'in flight', deployment: newest, target: beforeRunning(facts, newest) }
  }
  const target = provenVersions(facts)[0] ?? revisionBefore(facts, running)
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
  const last = target ?? newestCompleted(older, facts)
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

/**
 * Versions that are a way back, the best first: successful deployments, newest first, that brought something else than what runs, and against which
 * ohmy's own record says nothing. A restart brought the same, unless its tag had been pushed again.
 */
export function provenVersions(facts: RollbackFacts): readonly Target[] {
  const current = currentRevision(facts)
  const running = current?.taskDefinition ?? facts.service.taskDefinition
  const vetoed = new Set<string>()
  return facts.history.flatMap((deployment): Target[] => {
    const revision = deployment.status === 'SUCCESSFUL' ? facts.revisions.get(deployment.target) : undefined
    if (revision === undefined || isSameVersion(revision, current, running)) return []
    const target = targetOf(facts, revision, deployment)
    // Had it run well before, the newest word counts.
    if (target.proven === undefined) vetoed.add(nameOf(revision.taskDefinition))
    return vetoed.has(nameOf(revision.taskDefinition)) ? [] : [target]
  })
}

/** Successful for ECS, newer than where a rollback goes, and passed over for what ohmy's own record says. */
export function passedOver(facts: RollbackFacts, { proven }: Target): readonly Target[] {
  const { history, revisions } = facts
  const current = currentRevision(facts)
  const newer = proven === undefined ? history : history.slice(0, history.indexOf(proven))
  return newer.flatMap((deployment): Target[] => {
    const revision = revisions.get(deployment.target)
    const running = current?.taskDefinition ?? facts.service.taskDefinition
    if (deployment.status !== 'SUCCESSFUL' || revision === undefined) return []
    const target = targetOf(facts, revision, deployment)
    return target.proven === undefined && !isSameVersion(revision, current, running) ? [target] : []
  })
}

/** The same task definition, and as far as is known the same images. */
function isSameVersion(
  revision: ServiceRevision,
  current: ServiceRevision | undefined,
  running: string,
): boolean {
  if (!isSame(revision.taskDefinition, running)) return false
  const runs = digestsOf(current)
  return Object.entries(digestsOf(revision)).every(([name, digest]) => (runs[name] ?? digest) === digest)
}

function newestCompleted(history: readonly ServiceDeployment[], facts: RollbackFacts): Target | undefined {
  for (const deployment of history) {
    const revision = deployment.status === 'SUCCESSFUL' ? facts.revisions.get(deployment.target) : undefined
    if (revision !== undefined) return targetOf(facts, revision, deployment)
  }
  return undefined
}

/**
 * The revision before the one that runs, as long as it is ACTIVE: nothing says that it ever ran well. One that ECS knows a deployment of
 * was not good, or it would have been chosen.
 */
function revisionBefore({ active, history, revisions }: RollbackFacts, running: string): Target | undefined {
  const number = revisionNumber(running)
  const known = history.flatMap(({ target }) => revisions.get(target)?.taskDefinition ?? []).map(nameOf)
  const before = active.find(({ revision, arn }) => revision < number && !known.includes(nameOf(arn)))
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
  if (well !== undefined) return targetOf(facts, well.revision, well.deployment)
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

/** @param deployment the successful one that brought the revision; absent: the newest there is */
function targetOf(
  { history, verdicts }: RollbackFacts,
  revision: ServiceRevision,
  deployment?: ServiceDeployment,
): Target {
  const brought =
    deployment ?? history.find(({ target, status }) => target === revision.arn && status === 'SUCCESSFUL')
  const verdict = brought === undefined ? undefined : verdicts.get(brought.arn)
  const proven = verdict !== undefined && isVeto(verdict) ? undefined : brought
  return {
    taskDefinition: revision.taskDefinition,
    revision,
    ...(proven === undefined ? {} : { proven }),
    ...(verdict === undefined ? {} : { verdict }),
  }
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
