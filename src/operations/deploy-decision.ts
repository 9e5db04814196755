import type { EcsTaskDefinition } from '../aws/aws.js'
import { shortDigest, versionOf } from '../aws/image-name.js'
import type { Change, Plan } from '../core/operation.js'
import { UserError } from '../core/user-error.js'
import { firstOf } from '../status/wording.js'
import type { Decided, DeployFacts, ServiceFacts } from './deploy-facts.js'
import { imagesFor } from './deploy-images.js'
import type { DeployBasis, DeployInput } from './deploy-input.js'
import { alreadyRuns, imageNeeded, refuseUnfit } from './deploy-refusals.js'
import { imageDetails, standsBehind, summaryOf, warningsFor } from './deploy-wording.js'
import { difference } from './service-difference.js'
import { refuseUndeployable } from './service-refusals.js'
import { leftOut } from './service-fields.js'
import { isSame, nameOf, operationTag, type Release } from './service-release.js'
import { versionsOf } from './service-versions.js'

/** Pure: what a deployment would change, or a UserError that says why not and what instead. */
export function decideDeploy(input: DeployInput, facts: DeployFacts): Plan {
  const decided = facts.services.map((service) => decideService(input, facts, service))
  const wanted = decided.filter((one) => 'release' in one)
  const [nothing] = decided.filter((one) => 'same' in one)
  if (wanted.length === 0 && nothing !== undefined)
    throw alreadyRuns(input, facts, nothing.facts, nothing.same)
  const several = wanted.length > 1
  const same = decided.flatMap((one) => ('same' in one ? [one] : []))
  return {
    summary: summaryOf(input, facts, wanted),
    changes: wanted.flatMap(({ facts: { ref }, changes }) =>
      changes.map((change) => (several ? { ...change, what: `${ref.name}: ${change.what}` } : change)),
    ),
    warnings: [
      ...same.map((one) => `${one.facts.ref.name} already runs ${one.same} and stays as it is.`),
      ...wanted.flatMap((one) => warningsFor(one, facts)),
    ],
    details: wanted.flatMap(({ facts: { ref }, details }) =>
      details.map((line) => (several ? `${ref.name}: ${line}` : line)),
    ),
    basis: {
      releases: wanted.map(({ release }) => release),
      rollsBack:
        facts.environment.policy.deploy?.rollBack !== false &&
        input.back === undefined &&
        wanted.some(({ release }) => release.to.kind !== 'restart'),
    } satisfies DeployBasis,
  }
}

function decideService(
  input: DeployInput,
  facts: DeployFacts,
  service: ServiceFacts,
): Decided | { readonly facts: ServiceFacts; readonly same: string } {
  const { ref, current } = service
  refuseUndeployable(service, facts)
  const from = { service: ref, from: current.arn, since: service.newest?.arn ?? '' }
  if (input.back !== undefined) return goingBack(input, facts, service, from)
  if (input.taskDefinition !== undefined) return toTaskDefinition(input, facts, service, from)
  if (input.image === undefined) {
    if (input.container !== undefined) throw imageNeeded(facts, service)
    if (input.force === true) return restart(facts, service, from)
    throw imageNeeded(facts, service)
  }
  const images = imagesFor(current, ref, input.image, input.container)
  for (const image of Object.values(images)) refuseUnfit(image, input, facts, service)
  const digests = digestsOf(images, service)
  const changed = Object.entries(images).filter(([container, image]) => {
    const before = current.containers.find(({ name }) => name === container)
    const [digest, running] = [digests[container], service.running[container]]
    return digest === undefined || running === undefined ? before?.image !== image : digest !== running
  })
  const renamed = current.containers.some(
    ({ name, image }) => images[name] !== undefined && images[name] !== image,
  )
  if (changed.length === 0 && !(input.force === true && renamed)) {
    if (input.force === true) return restart(facts, service, from)
    return { facts: service, same: versionOf(Object.values(images)[0] ?? input.image) }
  }
  // The tag is the same and means another image now: new tasks are all it takes.
  if (!renamed) return restart(facts, service, from, digests)
  const copy = {
    ...current,
    containers: current.containers.map((one) => ({ ...one, image: images[one.name] ?? one.image })),
  }
  return {
    facts: service,
    release: {
      ...from,
      ...leftOut(current, input.dropUnknownFields),
      to: { kind: 'new', images: { ...images }, digests },
    },
    changes: difference(current, copy),
    details: [
      ...Object.values(images).flatMap((image) => imageDetails(image, facts, service)),
      standsBehind(facts, service),
    ],
  }
}

type From = Omit<Release, 'to'>

function toTaskDefinition(
  input: DeployInput,
  facts: DeployFacts,
  service: ServiceFacts,
  from: From,
): ReturnType<typeof decideService> {
  const { ref, current, wanted } = service
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
    return input.force === true ? restart(facts, service, from) : { facts: service, same: nameOf(wanted.arn) }
  }
  const before = current.containers.map(({ image }) => image)
  const fresh = wanted.containers.map(({ image }) => image).filter((image) => !before.includes(image))
  for (const image of fresh) refuseUnfit(image, input, facts, service)
  return {
    facts: service,
    release: { ...from, to: { kind: 'existing', taskDefinition: wanted.arn } },
    changes: [...definitionChange(current, wanted), ...difference(current, wanted)],
    details: [...fresh.flatMap((image) => imageDetails(image, facts, service)), standsBehind(facts, service)],
  }
}

function goingBack(input: DeployInput, facts: DeployFacts, service: ServiceFacts, from: From): Decided {
  const { ref, current, wanted } = service
  const { of = '', services = [] } = input.back ?? {}
  const { expected } = services.find(({ name }) => name === ref.name) ?? {}
  const inPlace = expected === undefined ? current.tags[operationTag] === of : isSame(expected, current.arn)
  const name = `${ref.name} in ${facts.environment.name}`
  if (!inPlace || wanted === undefined) {
    const what = inPlace
      ? `The task definition that ran before in ${name} is gone.`
      : `${name} runs ${nameOf(current.arn)} now, not what ${of} deployed: undoing it would overwrite a later change.`
    const next = `See what to go back to with \`/ohmy rollback ${ref.name} ${facts.environment.name} --dry-run\`.`
    throw new UserError('moved-since', what, next)
  }
  const to =
    wanted.status === 'ACTIVE'
      ? ({ kind: 'existing', taskDefinition: wanted.arn } as const)
      : ({ kind: 'copy', of: wanted.arn } as const)
  return {
    facts: service,
    release: { ...from, ...(to.kind === 'copy' ? leftOut(wanted, input.dropUnknownFields) : {}), to },
    changes: [...definitionChange(current, wanted), ...difference(current, wanted)],
    details: [
      `Goes back to what ran before ${of}: ${nameOf(wanted.arn)}.`,
      ...(to.kind === 'copy' ? ['It was deregistered, so a copy of it is registered first.'] : []),
      'Not reverted: database migrations, network, load balancer and platform settings.',
    ],
  }
}

function restart(
  facts: DeployFacts,
  service: ServiceFacts,
  from: From,
  digests: Readonly<Record<string, string>> = {},
): Decided {
  const { current } = service
  const version = versionsOf(current)
  const again = Object.values(digests).map(shortDigest)
  const to = again.length === 0 ? `${version}, new tasks` : `${version}, pushed again as ${firstOf(again)}`
  return {
    facts: service,
    release: { ...from, to: { kind: 'restart', digests: { ...digests } } },
    changes: [{ what: 'Tasks', from: version, to }],
    details: [
      again.length === 0
        ? 'Nothing else changes: each task is replaced by a new one of the same version.'
        : 'The tag means another image than the one that runs. Going back brings the same tag, and so the new image, too.',
    ],
  }
}

function definitionChange(from: EcsTaskDefinition, to: EcsTaskDefinition): readonly Change[] {
  return [{ what: 'Task definition', from: nameOf(from.arn), to: nameOf(to.arn) }]
}

function digestsOf(images: Readonly<Record<string, string>>, { images: looked }: ServiceFacts) {
  return Object.fromEntries(
    Object.entries(images).flatMap(([container, image]) => {
      const found = looked[image]
      return typeof found === 'object' ? [[container, found.digest]] : []
    }),
  )
}
