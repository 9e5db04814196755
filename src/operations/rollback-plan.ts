import type { EcsTaskDefinition, ServiceDeploymentDetail } from '../aws/aws.js'
import { shortDigest, versionOf } from '../aws/image-name.js'
import { formatDuration } from '../core/duration.js'
import type { Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { firstOf } from '../status/wording.js'
import type { PlanContext } from '../changes/definition.js'
import type { Ports } from './operations.js'
import { type Choice, chooseRollback, type RollbackFacts, type Target } from './rollback-choice.js'
import type { RollbackBasis, RollbackInput } from './rollback-input.js'
import { difference, staysDifferent } from './service-difference.js'
import { awsOf } from './service-environment.js'
import { refuseForeign } from './service-refusals.js'
import { leftOut, leftOutWarning } from './service-fields.js'
import { isSame, nameOf } from './service-release.js'
import { describeReturn, describeRollout, rolloutState } from './service-rollout.js'
import { versionsOf } from './service-versions.js'

/** Deployments that are looked through for one that went well. */
const historyLookedAt = 60
/** Registered revisions that are looked at where the history tells nothing. */
const revisionsLookedAt = 10

/** Asks ECS for the service's past, chooses, and tells what that means. */
export async function planRollback({
  input,
  ports,
  clock,
}: PlanContext<RollbackInput, Ports>): Promise<Plan> {
  const facts = await factsOf(input, ports, clock.now())
  const choice = chooseRollback(facts)
  const aws = awsOf(ports, input.service)
  const fromName = choice.kind === 'return' ? facts.service.taskDefinition : undefined
  const inFlight = choice.kind === 'in flight' ? facts.revisions.get(choice.deployment.target) : undefined
  const [from, to] = await Promise.all(
    [fromName ?? inFlight?.taskDefinition ?? facts.service.taskDefinition, choice.target.taskDefinition].map(
      (name) => aws.describeTaskDefinition(name),
    ),
  )
  if (from === undefined || to === undefined) {
    const gone = nameOf(to === undefined ? choice.target.taskDefinition : facts.service.taskDefinition)
    const next = `Name another version: \`/ohmy rollback ${input.service.name} ${input.service.environment} --to <revision or tag>\`.`
    throw new UserError('task-definition-gone', `ECS knows no task definition ${gone} any more.`, next)
  }
  return rollbackPlan(facts, choice, { from, to, now: clock.now() })
}

async function factsOf(input: RollbackInput, ports: Ports, now: number): Promise<RollbackFacts> {
  const { service: ref } = input
  const aws = awsOf(ports, ref)
  const service = await aws.describeService(ref)
  refuseForeign({ ref, service }, { environment: { name: ref.environment }, now })
  if (input.expected !== undefined && !isSame(input.expected, service.taskDefinition)) {
    const what = `${ref.name} in ${ref.environment} runs ${nameOf(service.taskDefinition)} now, not ${nameOf(input.expected)}: undoing would overwrite a later change.`
    const next = `See what to go back to with \`/ohmy rollback ${ref.name} ${ref.environment} --dry-run\`.`
    throw new UserError('moved-since', what, next)
  }
  const [family = ''] = nameOf(service.taskDefinition).split(':')
  const [history, names] = await Promise.all([
    aws.serviceDeployments(ref, historyLookedAt),
    aws.activeTaskDefinitions(family, revisionsLookedAt),
  ])
  const [first] = history
  const [newest] = first === undefined ? [] : await aws.describeServiceDeployments([first.arn])
  const proven = history.some(({ status, target }) => status === 'SUCCESSFUL' && target !== first?.target)
  // Each costs a call: they are only looked at where the history cannot tell, or where a version was named.
  const looked = proven && input.to === undefined ? [] : names
  const [revisions, definitions] = await Promise.all([
    aws.describeRevisions(
      revisionsNamed(
        history.map(({ target }) => target),
        newest,
        service.currentServiceRevisions,
      ),
    ),
    Promise.all(looked.map((name) => aws.describeTaskDefinition(name))),
  ])
  return {
    ref,
    environment: ref.environment,
    service,
    history,
    revisions: new Map(revisions.map((revision) => [revision.arn, revision])),
    active: definitions.filter((definition) => definition !== undefined),
    ...(newest === undefined ? {} : { newest }),
    ...(input.to === undefined ? {} : { to: input.to }),
    ...(input.dropUnknownFields === undefined ? {} : { dropUnknownFields: input.dropUnknownFields }),
  }
}

function revisionsNamed(
  targets: readonly string[],
  newest: ServiceDeploymentDetail | undefined,
  current: readonly string[],
): readonly string[] {
  const sources = newest?.sources.map(({ revision }) => revision) ?? []
  const back = newest?.rollback === undefined ? [] : [newest.rollback.revision]
  return [...new Set([...targets, ...sources, ...back, ...current])].filter((arn) => arn !== '')
}

/** Pure: the choice as a plan to be read before it is agreed to. */
export function rollbackPlan(
  facts: RollbackFacts,
  choice: Choice,
  {
    from,
    to,
    now,
  }: { readonly from: EcsTaskDefinition; readonly to: EcsTaskDefinition; readonly now: number },
): Plan {
  const { ref, environment } = facts
  const { target } = choice
  const basis = basisOf(facts, choice, to)
  return {
    summary: `Roll ${ref.name} in ${environment} back to ${versionsOf(to)}`,
    changes: [
      { what: 'Task definition', from: nameOf(from.arn), to: nameOf(to.arn) },
      ...difference(from, to),
    ],
    warnings: [
      ...(basis.kind === 'return' ? leftOutWarning(basis.release) : []),
      ...(target.proven === undefined
        ? [`${versionsOf(to)} is not proven healthy: ECS remembers no successful deployment of it.`]
        : []),
      ...wasReplaced(facts, target),
      'Database migrations are not undone: be sure that the older version works with the data as it is now.',
    ],
    details: [...howItHappens(choice, to, now), trust(facts, target, now), notReverted(choice)],
    basis,
  }
}

function basisOf(
  { ref, history, service, dropUnknownFields }: RollbackFacts,
  choice: Choice,
  to: EcsTaskDefinition,
): RollbackBasis {
  if (choice.kind === 'in flight') {
    return { kind: 'in flight', service: ref, deployment: choice.deployment.arn, to: to.arn }
  }
  const how =
    to.status === 'ACTIVE'
      ? ({ kind: 'existing', taskDefinition: to.arn } as const)
      : ({ kind: 'copy', of: to.arn } as const)
  const lost = how.kind === 'copy' ? leftOut(to, dropUnknownFields) : {}
  const release = {
    service: ref,
    from: service.taskDefinition,
    since: history[0]?.arn ?? '',
    ...lost,
    to: how,
  }
  return { kind: 'return', release }
}

function howItHappens(choice: Choice, to: EcsTaskDefinition, now: number): readonly string[] {
  if (choice.kind === 'return') {
    return to.status === 'ACTIVE'
      ? []
      : [`${nameOf(to.arn)} was deregistered, so a copy of it is registered and deployed.`]
  }
  const { deployment } = choice
  const since = `A deployment has been running for ${formatDuration(Math.max(0, now - deployment.createdAt))}`
  if (rolloutState(deployment) !== 'running') {
    return [
      `${since} and is on its way back already: this joins and follows it (${describeReturn(deployment)}).`,
    ]
  }
  const how =
    deployment.pausedAt === undefined
      ? 'ECS is told to stop it and go back'
      : `it waits at the lifecycle hook of ${deployment.pausedAt.stage}, which is answered with “roll back”`
  return [`${since}: ${how} (${describeRollout(deployment, now)}).`]
}

/** Why that version is trusted, with its age and digest; or that nothing speaks for it. */
function trust(
  { history }: RollbackFacts,
  { proven, revision, taskDefinition }: Target,
  now: number,
): string {
  const digests = (revision?.images ?? []).flatMap(({ digest }) =>
    digest === undefined ? [] : [shortDigest(digest)],
  )
  const digest = digests.length === 0 ? '' : ` Image ${firstOf(digests)}.`
  if (proven === undefined) {
    return `Not proven healthy: ${nameOf(taskDefinition)} is only the revision that was registered before.${digest}`
  }
  const next = history[history.indexOf(proven) - 1]
  const ended = proven.finishedAt ?? proven.createdAt
  const served =
    next === undefined ? '' : ` and served for ${formatDuration(Math.max(0, next.createdAt - ended))}`
  return `Trusted: its deployment succeeded ${formatDuration(Math.max(0, now - ended))} ago${served}.${digest}`
}

/** Who goes back a second time would come to the very version that was left: said, because it is seldom what is meant. */
function wasReplaced(
  { ref, environment, history, revisions, service, to }: RollbackFacts,
  target: Target,
): string[] {
  if (target.proven === undefined || to !== undefined) return []
  const older = history.slice(history.indexOf(target.proven) + 1)
  const before = older.find(({ status, target: arn }) => {
    const name = revisions.get(arn)?.taskDefinition
    return status === 'SUCCESSFUL' && name !== undefined && isSame(name, service.taskDefinition)
  })
  const version = versionOf(target.revision?.images[0]?.image ?? '')
  if (before === undefined) return []
  return [
    `${version} itself was replaced by what ran before it, as after a rollback. If it was bad, name an older one: rollback ${ref.name} ${environment} --to <revision or tag>.`,
  ]
}

function notReverted(choice: Choice): string {
  if (choice.kind === 'in flight') {
    return 'ECS restores the whole service revision, with network and load balancer. Not reverted: database migrations.'
  }
  const other = staysDifferent(choice.target.revision?.settings, choice.current?.settings)
  const known = choice.target.revision?.settings !== undefined && choice.current?.settings !== undefined
  const settings =
    other.length > 0
      ? other.join('; ')
      : known
        ? 'they were the same then'
        : 'what they were then is not known'
  return `Not reverted: database migrations, and network, load balancer and platform, which stay as they are (${settings}).`
}
