import type { Plan } from '../../core/operation.js'
import { UserError } from '../../core/user-error.js'
import { versionOf } from '../../aws/image-name.js'
import { goingBack } from './deploy-back.js'
import type { Decided, DeployFacts, From, ServiceFacts } from './deploy-facts.js'
import { imagesFor, namedByDigest } from './deploy-images.js'
import type { DeployBasis, DeployInput } from './deploy-input.js'
import { alreadyRuns, imageNeeded, type Nothing, refuseUnproven, staysAsItIs } from './deploy-refusals.js'
import { restart } from './deploy-restart.js'
import {
  definitionChange,
  imageDetails,
  newestKnown,
  standsBehind,
  summaryOf,
  warningsFor,
} from './deploy-wording.js'
import { type Digests, isMoved, withImages } from '../service/images-now.js'
import { otherImageWarnings, refuseUnpullable, sameNameOtherImage } from '../service/images-wording.js'
import { costDetails } from '../service/cost-difference.js'
import { difference } from '../service/service-difference.js'
import { leftOut } from '../service/service-fields.js'
import { expressDetails, expressOf, refuseUnfitForExpress } from '../service/express-mode.js'
import { refuseUndeployable } from '../service/service-refusals.js'
import { isAnotherImage, isSame, nameOf } from '../service/service-release.js'
import { strategyDetails } from '../service/strategy-wording.js'

/** Pure: what a deployment would change, or a UserError that says why not and what instead. */
export function decideDeploy(input: DeployInput, facts: DeployFacts): Plan {
  const decided = facts.services.map((service) => decideService(input, facts, service))
  const wanted = decided.filter((one) => 'release' in one)
  const [nothing] = decided.filter((one) => 'same' in one)
  if (wanted.length === 0 && nothing !== undefined) throw alreadyRuns(input, facts, nothing)
  const several = wanted.length > 1
  const same = decided.flatMap((one) => ('same' in one ? [one] : []))
  return {
    summary: summaryOf(input, facts, wanted),
    changes: wanted.flatMap(({ facts: { ref }, changes }) =>
      changes.map((change) => (several ? { ...change, what: `${ref.name}: ${change.what}` } : change)),
    ),
    warnings: [
      ...same.map(staysAsItIs),
      ...wanted.flatMap((one) => [...(one.warnings ?? []), ...warningsFor(one, facts)]),
    ],
    details: wanted.flatMap(({ facts: { ref, service, current, wanted: to = current, range }, details }) => {
      const costs = { tasks: service.desired, range }
      return [
        ...details,
        ...strategyDetails(service, to, facts.prices),
        ...costDetails(service, { ...costs, size: current }, { ...costs, size: to }, facts.prices),
      ].map((line) => (several ? `${ref.name}: ${line}` : line))
    }),
    basis: {
      releases: wanted.map(({ release }) => release),
      rollsBack:
        facts.environment.policy.deploy?.rollBack !== false &&
        input.back === undefined &&
        wanted.some(({ release }) => release.to.kind !== 'restart' || isAnotherImage(release)),
    } satisfies DeployBasis,
  }
}

function decideService(input: DeployInput, facts: DeployFacts, service: ServiceFacts): Decided | Nothing {
  const { ref, current } = service
  refuseUndeployable(service, facts)
  const from: From = {
    service: ref,
    from: current.arn,
    since: service.newest?.arn ?? '',
    ...expressOf(service.service),
    ...(Object.keys(service.running).length === 0 ? {} : { ran: { ...service.running } }),
  }
  if (input.back !== undefined) return goingBack(input, facts, service, from)
  if (input.taskDefinition !== undefined) return toTaskDefinition(input, facts, service, from)
  if (input.image === undefined) {
    if (input.container !== undefined || input.force !== true) throw imageNeeded(facts, service)
    return restart(input, facts, service, from)
  }
  return toImage(input.image, input, facts, service, from)
}

function toImage(
  wanted: string,
  input: DeployInput,
  facts: DeployFacts,
  service: ServiceFacts,
  from: From,
): Decided | Nothing {
  const { ref, current } = service
  const named = imagesFor(current, ref, wanted, input.container)
  const asked = Object.values(named).map((image) => ({ image, now: service.images[image] ?? 'unreadable' }))
  refuseUnpullable(asked, newestKnown(service, versionOf(asked[0]?.image ?? wanted)))
  for (const { image } of asked) refuseUnproven(image, input, facts, service)
  const digests = digestsOf(named, service)
  const pin = facts.environment.policy.deploy?.pin === true
  const images = pin ? namedByDigest(named, digests) : named
  const changed = Object.entries(images).filter(([container, image]) => {
    const before = current.containers.find(({ name }) => name === container)
    const [digest, running] = [digests[container], service.running[container]]
    return digest === undefined || running === undefined ? before?.image !== image : digest !== running
  })
  const renamed = current.containers.some(
    ({ name, image }) => images[name] !== undefined && images[name] !== image,
  )
  if (changed.length === 0 && !(input.force === true && renamed)) {
    if (input.force === true) return restart(input, facts, service, from)
    const known = Object.keys(images).every(
      (container) => digests[container] !== undefined && service.running[container] !== undefined,
    )
    return { facts: service, same: versionOf(Object.values(images)[0] ?? wanted), known }
  }
  // The tag is the same and means another image now: new tasks are all it takes.
  if (!renamed) return restart(input, facts, service, from)
  const others = service.currentNow.filter(({ container }) => images[container] === undefined)
  refuseUnpullable(others, `New tasks of ${ref.name} need it, too.`)
  return {
    facts: service,
    release: {
      ...from,
      ...leftOut(current, input.dropUnknownFields),
      to: { kind: 'new', images: { ...images }, digests },
    },
    changes: difference(current, withImages(current, images)),
    details: [
      ...Object.values(named).flatMap((image) => imageDetails(image, facts, service)),
      ...(images === named ? [] : ['The new revision names it by its digest, beside the tag.']),
      ...standsBehind(facts, service),
      ...expressDetails(service.service),
    ],
    warnings: otherImageWarnings(others.filter(isMoved)),
  }
}

function toTaskDefinition(
  input: DeployInput,
  facts: DeployFacts,
  service: ServiceFacts,
  from: From,
): Decided | Nothing {
  const { ref, current, wanted, wantedNow = [] } = service
  refuseUnfitForExpress(service, wanted)
  const name = `${ref.name} in ${facts.environment.name}`
  if (facts.services.length > 1) {
    const what = 'A task definition belongs to one service.'
    throw new UserError('one-service', what, 'Deploy the services one after the other.')
  }
  if (input.image !== undefined) {
    const what = 'An image and a task definition were named, and each says what to run.'
    throw new UserError('image-or-task-definition', what, 'Name one of them.')
  }
  if (wanted === undefined) {
    const what = `ECS knows no task definition ${input.taskDefinition}.`
    throw new UserError('task-definition-unknown', what, `${name} runs ${nameOf(current.arn)} now.`)
  }
  if (wanted.status !== 'ACTIVE') {
    const next = `\`/ohmy rollback ${ref.name} ${facts.environment.name} --to ${nameOf(wanted.arn)}\` deploys a copy of it.`
    throw new UserError('task-definition-inactive', `${nameOf(wanted.arn)} was deregistered.`, next)
  }
  if (isSame(wanted.arn, current.arn)) {
    if (input.force === true) return restart(input, facts, service, from)
    return { facts: service, same: nameOf(wanted.arn), known: true }
  }
  refuseUnpullable(wantedNow, newestKnown(service))
  const fresh = freshImages(service)
  for (const image of fresh) refuseUnproven(image, input, facts, service)
  return {
    facts: service,
    release: { ...from, to: { kind: 'existing', taskDefinition: wanted.arn } },
    changes: [
      ...definitionChange(current, wanted),
      ...difference(current, wanted),
      ...sameNameOtherImage(current, wantedNow, service.running),
    ],
    details: [
      ...fresh.flatMap((image) => imageDetails(image, facts, service)),
      ...standsBehind(facts, service),
    ],
  }
}

/** Images of the task definition that do not run now: by name, or by what the name means. */
function freshImages({ current, wanted, images, running }: ServiceFacts): readonly string[] {
  return (wanted?.containers ?? []).flatMap(({ image }) => {
    const found = images[image]
    const runs = current.containers.some((one) => {
      const digest = running[one.name]
      const other = digest !== undefined && typeof found === 'object' && found.digest !== digest
      return one.image === image && !other
    })
    return runs ? [] : [image]
  })
}

function digestsOf(images: Readonly<Record<string, string>>, { images: looked }: ServiceFacts): Digests {
  return Object.fromEntries(
    Object.entries(images).flatMap(([container, image]) => {
      const found = looked[image]
      return typeof found === 'object' ? [[container, found.digest]] : []
    }),
  )
}
