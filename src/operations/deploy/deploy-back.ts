import { UserError } from '../../core/user-error.js'
import type { Decided, DeployFacts, From, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { definitionChange } from './deploy-wording.js'
import { pinned, replaced, withImages } from '../service/images-now.js'
import {
  otherImageWarnings,
  pinnedDetails,
  refuseUnpullable,
  sameNameOtherImage,
} from '../service/images-wording.js'
import { difference } from '../service/service-difference.js'
import { leftOut } from '../service/service-fields.js'
import { isSame, nameOf, operationTag } from '../service/service-release.js'

/** Undo: back to what ran before a deployment, as long as nothing else came after it. */
export function goingBack(
  input: DeployInput,
  facts: DeployFacts,
  service: ServiceFacts,
  from: From,
): Decided {
  const { ref, current, wanted, wantedNow = [] } = service
  const { of = '', services = [] } = input.back ?? {}
  const { expected } = services.find(({ name }) => name === ref.name) ?? {}
  const inPlace = expected === undefined ? current.tags[operationTag] === of : isSame(expected, current.arn)
  const name = `${ref.name} in ${facts.environment.name}`
  const look = `See what to go back to with \`/ohmy rollback ${ref.name} ${facts.environment.name} --dry-run\`.`
  if (!inPlace || wanted === undefined) {
    const what = inPlace
      ? `The task definition that ran before in ${name} is gone.`
      : `${name} runs ${nameOf(current.arn)} now, not what ${of} deployed: undoing it would overwrite a later change.`
    throw new UserError('moved-since', what, look)
  }
  refuseUnpullable(
    wantedNow.filter(({ kept }) => kept === undefined),
    look,
  )
  const images = pinned(wantedNow)
  const byDigest = Object.keys(images).length > 0
  const copies = wanted.status !== 'ACTIVE' || byDigest
  if (!copies && isSame(wanted.arn, current.arn)) {
    const what = `The image that ran before in ${name} is gone from ECR, so there is nothing to put back.`
    throw new UserError('image-unknown', what, look)
  }
  const to = copies
    ? ({ kind: 'copy', of: wanted.arn, ...(byDigest ? { images } : {}) } as const)
    : ({ kind: 'existing', taskDefinition: wanted.arn } as const)
  return {
    facts: service,
    release: { ...from, ...(to.kind === 'copy' ? leftOut(wanted, input.dropUnknownFields) : {}), to },
    changes: [
      ...(isSame(wanted.arn, current.arn) ? [] : definitionChange(current, wanted)),
      ...difference(current, withImages(wanted, images)),
      ...sameNameOtherImage(current, wantedNow, service.running),
    ],
    details: [
      `Goes back to what ran before ${of}: ${nameOf(wanted.arn)}.`,
      ...(wanted.status === 'ACTIVE' ? [] : ['It was deregistered, so a copy of it is registered first.']),
      ...pinnedDetails(wantedNow),
      'Not reverted: database migrations, network, load balancer and platform settings.',
    ],
    warnings: otherImageWarnings(replaced(wantedNow)),
  }
}
