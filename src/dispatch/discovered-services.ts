import { AwsError } from '../aws/aws-error.js'
import { type Look, lookAt } from '../aws/look.js'
import { namedServices, readingsOf } from '../aws/named-services.js'
import type { ServiceRef } from '../core/environment.js'
import { isOwnService, notOwnService } from '../core/own-service.js'
import { UserError } from '../core/user-error.js'
import { inCode } from '../core/wording.js'
import type { Tools } from './command.js'
import type { Parsed } from './parse/language.js'

/** Nothing is asked within it (ms). */
const noTime = -1
/** Whoever only looks is not kept longer by it (ms). */
const within = 2_500

/**
 * The arguments of a line with every service as ECS knows it. Where services are discovered any word could be one, and whether the prefix belongs to its ECS name only ECS can tell:
 * a cluster may run services of both kinds.
 * @throws UserError `service-ambiguous`, `service-of-another`; for a change also AwsError: what it would be about is not known
 */
export async function withDiscoveredServices(
  { command, args, typed }: Extract<Parsed, { kind: 'command' }>,
  tools: Pick<Tools, 'aws' | 'config' | 'clock'>,
): Promise<Readonly<Record<string, unknown>>> {
  const settled = await Promise.all(
    Object.entries(args).map(async ([key, value]) => {
      const { kind, mayBeGone } = command.args[key] ?? {}
      if (kind !== 'service' || mayBeGone === true || value === undefined) return [key, value] as const
      const words = (typed.given.get(key)?.text ?? '').split(',')
      const settle = (ref: ServiceRef) => settledService(ref, words, command.changes, tools)
      const refs = value as ServiceRef | readonly ServiceRef[]
      return [key, 'service' in refs ? await settle(refs) : await Promise.all(refs.map(settle))] as const
    }),
  )
  return Object.fromEntries(settled)
}

async function settledService(
  ref: ServiceRef,
  words: readonly string[],
  changes: boolean,
  { aws, config, clock }: Pick<Tools, 'aws' | 'config' | 'clock'>,
): Promise<ServiceRef> {
  const environment = config.environments.find(({ name }) => name === ref.environment)
  if (environment === undefined || environment.services.length > 0) return ref
  const means = (word: string) =>
    [ref.name, ref.service].some((name) => name.toLowerCase() === word.toLowerCase())
  const typed = words.find(means)
  try {
    const asked = changes ? aws(environment) : lookAt(aws(environment), { clock, within })
    const [one, other] = await namedServices(asked, ref, typed)
    if (other !== undefined) throw ambiguous(ref, other)
    if (one === undefined && !isOwnService(environment, ref.service)) throw notOwnService(environment, ref)
    return one ?? ref
  } catch (error) {
    if (changes || !(error instanceof AwsError)) throw error
    const [one = ref, other] = await knownOf(readingsOf(ref, typed), () =>
      lookAt(aws(environment), { clock, within: noTime }),
    )
    return other === undefined ? one : ref
  }
}

/** Those that were looked at in the last minutes: what AWS does not answer by now is shown of them. */
async function knownOf(refs: readonly ServiceRef[], look: () => Look): Promise<readonly ServiceRef[]> {
  const found = await Promise.all(
    refs.map((ref) =>
      look()
        .describeServices([ref])
        .catch(() => []),
    ),
  )
  return found.flat().map((service) => service.ref)
}

function ambiguous(ref: ServiceRef, other: ServiceRef): UserError {
  const what = `${inCode(ref.name)} may be ${inCode(ref.service)} or ${inCode(other.service)} in ${ref.environment}: its cluster runs both.`
  const next = `Type ${inCode(ref.service)} for the first. For the second, write both under \`environments.${ref.environment}.services\` in ohmy.yaml, each with a name of its own.`
  return new UserError('service-ambiguous', what, next)
}
