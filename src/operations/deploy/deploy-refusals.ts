import { parseImageName, shortDigest, versionOf } from '../../aws/image-name.js'
import { UserError } from '../../core/user-error.js'
import { firstOf } from '../../status/wording.js'
import type { DeployFacts, ServiceFacts } from './deploy-facts.js'
import type { DeployInput } from './deploy-input.js'
import { describeVerdict } from '../service/service-verdicts.js'

/** Refuses an image that is not proven where it has to be. */
export function refuseUnproven(
  image: string,
  input: DeployInput,
  { environment }: DeployFacts,
  service: ServiceFacts,
): void {
  const version = versionOf(image)
  const proof = service.proofs?.[image]
  const stage = environment.policy.deploy?.provenIn ?? ''
  const named = input.image === undefined && input.force === true ? '' : ` ${wordFor(image)}`
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
    const what = `${version} is not proven in ${stage}: ${describeVerdict(proof.verdict)}. ${environment.name} takes only what is.`
    const next =
      proof.verdict.kind === 'in verification'
        ? `Wait until that has ended: \`/ohmy history ${proof.verdict.operation}\`.`
        : proof.verdict.kind === 'early'
          ? `If it is good, prove it there again: \`${there}\`.`
          : `\`/ohmy history ${proof.verdict.operation}\` tells why. If it is good all the same, prove it there again: \`${there}\`.`
    throw new UserError('not-proven', what, next)
  }
}

/** As it is typed: a digest is typed whole. */
function wordFor(image: string): string {
  const { tag, digest } = parseImageName(image)
  return tag ?? digest ?? versionOf(image)
}

/** What was asked for is what the service runs, by name. */
export interface Nothing {
  readonly facts: ServiceFacts
  readonly same: string
  /** It is the same image, too; false: a digest is missing, and the tag may have been pushed again since. */
  readonly known: boolean
}

/** One of several services, in a plan for the others. */
export function staysAsItIs({ facts: { ref }, same, known }: Nothing): string {
  return known
    ? `${ref.name} already runs ${same} and stays as it is.`
    : `${ref.name} runs ${same} by name and stays as it is; whether it is the same image is not known.`
}

/** Everything that was asked for runs already, as far as is known. */
export function alreadyRuns(
  input: DeployInput,
  facts: DeployFacts,
  { facts: { ref }, same: version, known }: Nothing,
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
  const anew = `deploy ${typed}${named} ${ref.environment}${option} --force`
  if (!known) {
    const what = `${names} in ${facts.environment.name} ${facts.services.length === 1 ? 'runs' : 'run'} ${version} by name. Whether it is the same image is not known: its digest cannot be read.`
    return new UserError(
      'same-name',
      what,
      `Nothing was changed. What the tag means now comes with \`/ohmy ${anew}\`.`,
      {
        offers: [{ text: 'Deploy it anew', line: anew }],
      },
    )
  }
  const restart = `restart ${typed} ${ref.environment}`
  const next = `Nothing was changed. New tasks of the same version: \`/ohmy ${restart}\`.`
  return new UserError('same-image', `${names} in ${facts.environment.name} ${verb} ${version}.`, next, {
    offers: [{ text: 'Restart', line: restart }],
  })
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
