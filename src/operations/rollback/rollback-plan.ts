import type { Aws, EcsTaskDefinition } from '../../aws/aws.js'
import { versionOf } from '../../aws/image-name.js'
import { pricesIn, type RegionPrices } from '../../config/prices.js'
import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import type { PlanContext } from '../../changes/definition.js'
import type { Ports } from '../operations.js'
import {
  digestsOf,
  type ImageNow,
  imagesNow,
  isUnpullable,
  pinned,
  type Registry,
  registryOf,
  replaced,
  withImages,
} from '../service/images-now.js'
import { pinnedDetails, refuseUnpullable, sameNameOtherImage } from '../service/images-wording.js'
import {
  type Choice,
  chooseRollback,
  provenVersions,
  type RollbackFacts,
  type Target,
} from './rollback-choice.js'
import {
  howItHappens,
  imageWarnings,
  mistrust,
  notReverted,
  passedOverDetails,
  trust,
} from './rollback-wording.js'
import type { RollbackBasis, RollbackInput } from './rollback-input.js'
import { costDetails, isOtherSize, rangeForCost } from '../service/cost-difference.js'
import { difference } from '../service/service-difference.js'
import { awsOf, environmentOf } from '../service/service-environment.js'
import { readPast } from '../service/service-past.js'
import { expressOf } from '../service/express-mode.js'
import { refuseForeign } from '../service/service-refusals.js'
import { leftOut, leftOutWarning } from '../service/service-fields.js'
import { isSame, nameOf } from '../service/service-release.js'
import { versionsOf } from '../service/service-versions.js'
import { strategyDetails } from '../service/strategy-wording.js'

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
  const registry = registryOf(aws)
  const images = await imagesNow(registry, to, digestsOf(choice.target.revision))
  if (choice.kind === 'return') await refuseUnrunnable(facts, choice.target, images, { aws, registry })
  const range = isOtherSize(from, to) ? await rangeForCost(aws, input.service) : undefined
  return rollbackPlan(facts, choice, {
    from,
    to,
    images,
    ...(range === undefined ? {} : { range }),
    prices: pricesIn(environmentOf(ports, input.service).region, ports.config.prices),
  })
}

/**
 * Refuses a way back that ECS could not pull, and, unless it was asked for by name, one that would run another image than the one that is trusted:
 * which older version to take instead is a person's decision. The newest that can be brought back is named.
 */
async function refuseUnrunnable(
  facts: RollbackFacts,
  target: Target,
  images: readonly ImageNow[],
  { aws, registry }: { readonly aws: Aws; readonly registry: Registry },
): Promise<void> {
  const other = facts.to === undefined ? replaced(images) : []
  const stuck = images.filter((one) => one.kept === undefined && isUnpullable(one))
  if (other.length === 0 && stuck.length === 0) return
  const line = `/ohmy rollback ${facts.ref.name} ${facts.environment} --to`
  const instead = await newestWhole(facts, target, aws, registry)
  const next =
    instead === undefined
      ? `Deploy a good image instead: \`/ohmy deploy ${facts.ref.name} <tag> ${facts.environment}\`.`
      : `The newest version that can be brought back is ${nameOf(instead.taskDefinition)}: \`${line} ${nameOf(instead.taskDefinition)}\`.`
  refuseUnpullable(stuck, next)
  const [moved] = other
  if (moved === undefined) return
  const name = nameOf(target.taskDefinition)
  const what = `The image that ran as ${name} is gone from ECR: its tag ${versionOf(moved.image)} was pushed again and means another one.`
  throw new UserError(
    'image-replaced',
    what,
    `${next} To run the new image all the same: \`${line} ${name}\`.`,
  )
}

/** Older ones are looked through for one that can be brought back. */
const olderLookedAt = 5

async function newestWhole(
  facts: RollbackFacts,
  target: Target,
  aws: Aws,
  registry: Registry,
): Promise<Target | undefined> {
  const others = provenVersions(facts).filter(
    ({ taskDefinition }) => !isSame(taskDefinition, target.taskDefinition),
  )
  for (const other of others.slice(0, olderLookedAt)) {
    const definition = await aws.describeTaskDefinition(other.taskDefinition)
    if (definition === undefined) continue
    const images = await imagesNow(registry, definition, digestsOf(other.revision))
    const stuck = images.some((one) => one.kept === undefined && isUnpullable(one))
    if (!stuck && replaced(images).length === 0) return other
  }
  return undefined
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
  const [past, names] = await Promise.all([
    readPast(ports, service, now),
    aws.activeTaskDefinitions(family, revisionsLookedAt),
  ])
  const facts: RollbackFacts = {
    ref,
    environment: ref.environment,
    service,
    ...past,
    active: [],
    ...(input.to === undefined ? {} : { to: input.to }),
    ...(input.dropUnknownFields === undefined ? {} : { dropUnknownFields: input.dropUnknownFields }),
  }
  // Each costs a call: they are only looked at where the history cannot tell, or where a version was named.
  if (input.to === undefined && provenVersions(facts).length > 0) return facts
  const active = await Promise.all(names.map((name) => aws.describeTaskDefinition(name)))
  return { ...facts, active: active.filter((definition) => definition !== undefined) }
}

interface Way {
  readonly from: EcsTaskDefinition
  readonly to: EcsTaskDefinition
  /** What the images of `to` mean now. */
  readonly images: readonly ImageNow[]
  readonly prices: RegionPrices
  /** What autoscaling keeps it in, looked up where its tasks become of another size. */
  readonly range?: { readonly minimum: number; readonly maximum: number }
}

/** Pure: the choice as a plan to be read before it is agreed to. */
export function rollbackPlan(facts: RollbackFacts, choice: Choice, way: Way): Plan {
  const { ref, environment } = facts
  const { target } = choice
  const { from, to, images } = way
  const basis = basisOf(facts, choice, way)
  const back = choice.kind === 'return'
  const costs = { tasks: facts.service.desired, range: way.range }
  const running = back ? digestsOf(choice.current) : {}
  return {
    summary: `Roll ${ref.name} in ${environment} back to ${versionsOf(to)}`,
    changes: [
      ...(isSame(from.arn, to.arn)
        ? []
        : [{ what: 'Task definition', from: nameOf(from.arn), to: nameOf(to.arn) }]),
      ...difference(from, back ? withImages(to, pinned(images)) : to),
      ...(back ? sameNameOtherImage(from, images, running) : []),
    ],
    warnings: [
      ...(basis.kind === 'return' ? leftOutWarning(basis.release) : []),
      ...mistrust(facts, target, to),
      ...imageWarnings(choice, images),
      'Database migrations are not undone: be sure that the older version works with the data as it is now.',
    ],
    details: [
      ...howItHappens(choice, to),
      ...(back ? pinnedDetails(images) : []),
      trust(facts, choice, images),
      ...passedOverDetails(facts, choice),
      ...(back ? strategyDetails(facts.service, to, way.prices) : []),
      ...costDetails(facts.service, { ...costs, size: from }, { ...costs, size: to }, way.prices),
      notReverted(choice),
    ],
    basis,
  }
}

function basisOf(
  { ref, history, service, dropUnknownFields }: RollbackFacts,
  choice: Choice,
  { to, images }: Way,
): RollbackBasis {
  if (choice.kind === 'in flight') {
    return { kind: 'in flight', service: ref, deployment: choice.deployment.arn, to: to.arn }
  }
  const byDigest = pinned(images)
  const isPinned = Object.keys(byDigest).length > 0
  const how =
    to.status === 'ACTIVE' && !isPinned
      ? ({ kind: 'existing', taskDefinition: to.arn } as const)
      : ({ kind: 'copy', of: to.arn, ...(isPinned ? { images: byDigest } : {}) } as const)
  const lost = how.kind === 'copy' ? leftOut(to, dropUnknownFields) : {}
  const ran = digestsOf(choice.current)
  const release = {
    service: ref,
    from: service.taskDefinition,
    since: history[0]?.arn ?? '',
    ...expressOf(service),
    ...(Object.keys(ran).length === 0 ? {} : { ran: { ...ran } }),
    ...lost,
    to: how,
  }
  return { kind: 'return', release }
}
