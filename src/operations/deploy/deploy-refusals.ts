import { shortDigest, versionOf } from '../../aws/image-name.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import type { DeployFacts, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { describeVerdict } from '../service/service-verdicts.js'

/** Refuses an image that is not proven where it has to be. */
export function refuseUnproven(
  image: string,
  input: DeployInput,
  { environment, now }: DeployFacts,
  service: ServiceFacts,
): void {
  const version = versionOf(image)
  const proof = service.proofs?.[image]
  const stage = environment.policy.deploy?.provenIn ?? ''
  const named = input.image === undefined && input.force === true ? '' : ` ${version}`
  const option = named === '' ? ' --force' : containerOption(input)
  const there = `/ohmy deploy ${service.ref.name}${named} ${stage}${option}`
  if (proof?.kind === 'not deployed there') {
    const what = `${version} has not been deployed successfully in ${stage}, and ${environment.name} takes only what has.`
    const next = `Deploy it there first: \`${there}\`.`
    throw new UserError('not-proven', what, next)
  }
  if (proof?.kind === 'other digest') {
    const what = `The tag ${version} was pushed again: ${stage} ran ${shortDigest(proof.digest)}, and it means another image now.`
    const next = `Deploy it in ${stage} again first: \`${there}\`.`
    throw new UserError('not-proven', what, next)
  }
  if (proof?.kind === 'vetoed') {
    const what = `${version} is not proven in ${stage}: ${describeVerdict(proof.verdict, now)}. ${environment.name} takes only what is.`
    const next =
      proof.verdict.kind === 'in verification'
        ? `Wait until that has ended: \`/ohmy history ${proof.verdict.operation}\`.`
        : `\`/ohmy history ${proof.verdict.operation}\` tells why. If it is good all the same, prove it there again: \`${there}\`.`
    throw new UserError('not-proven', what, next)
  }
}

/** Everything that was asked for runs already. */
export function alreadyRuns(
  input: DeployInput,
  facts: DeployFacts,
  { ref }: ServiceFacts,
  version: string,
): UserError {
  const names = firstOf(
    facts.services.map((service) => service.ref.name),
    10,
  )
  const verb = facts.services.length === 1 ? 'already runs' : 'already run'
  const typed = facts.services.map((service) => service.ref.name).join(',')
  const named = input.taskDefinition === undefined ? ` ${input.image}` : ''
  const option =
    input.taskDefinition === undefined ? containerOption(input) : ` --task-definition ${input.taskDefinition}`
  const next = `Nothing was changed. To restart it: \`/ohmy deploy ${typed}${named} ${ref.environment}${option} --force\`.`
  return new UserError('same-image', `${names} in ${facts.environment.name} ${verb} ${version}.`, next)
}

function containerOption({ container }: DeployInput): string {
  return container === undefined ? '' : ` --container ${container}`
}

/** No image was named: the newest ones are offered. */
export function imageNeeded({ environment }: DeployFacts, { ref, available }: ServiceFacts): UserError {
  const tags = available.flatMap((known) => known.tags).slice(0, 3)
  const [newest = 'sprint-12-3f4021a'] = tags
  const known = tags.length === 0 ? '' : `The newest are ${firstOf(tags)}. `
  const next = `${known}For example: \`/ohmy deploy ${ref.name} ${newest} ${environment.name}\`.`
  return new UserError('image-missing', `No image was named for ${ref.name}.`, next)
}
