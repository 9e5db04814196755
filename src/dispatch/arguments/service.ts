import type { Environment, ServiceRef } from '../../core/environment.js'
import { nearest } from '../../core/suggest.js'
import type { Argument, Reading, Vocabulary } from '../command.js'
import { findService } from '../vocabulary.js'
import { inCode, listed } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A service of the named environment: short name, ECS name or a beginning that fits only one. */
export function service(
  options: { readonly summary?: string } & Pick<Argument<ServiceRef>, 'mayBeGone'> = {},
): RequiredArgument<ServiceRef> {
  return argument({
    kind: 'service',
    placeholder: 'service',
    summary: options.summary ?? 'short name, ECS name or an unambiguous beginning',
    named: false,
    ...(options.mayBeGone === undefined ? {} : { mayBeGone: options.mayBeGone }),
    read: readService,
  })
}

function readService(text: string | undefined, vocabulary: Vocabulary): Reading<ServiceRef> {
  const { environment } = vocabulary
  if (text === undefined) return missing(environment)
  if (environment === undefined) {
    return {
      ok: false,
      code: 'environment-missing',
      what: `No environment was named to look for ${inCode(text)} in.`,
      next: `Name one: ${listed(vocabulary.environments.map((known) => inCode(known.name)))}.`,
    }
  }
  const found = findService(environment, text)
  if (found.kind === 'found') return { ok: true, value: found.service }
  if (found.kind === 'several') {
    return {
      ok: false,
      code: 'service-ambiguous',
      what: `${inCode(text)} may be any of ${listed(found.names.map(inCode), 'and')} in ${environment.name}.`,
      next: 'Type more of the name.',
    }
  }
  return unknown(text, environment, vocabulary)
}

function missing(environment: Environment | undefined): Reading<ServiceRef> {
  const names = environment?.services.map((known) => inCode(known.name)) ?? []
  return {
    ok: false,
    code: 'service-missing',
    what: 'No service was named.',
    next: names.length === 0 ? 'Name the service.' : `Name one: ${listed(names)}.`,
  }
}

function unknown(text: string, environment: Environment, vocabulary: Vocabulary): Reading<ServiceRef> {
  const names = environment.services.flatMap((known) => [known.name, known.service])
  const instead = nearest(text, names)
  const elsewhere = vocabulary.environments.filter((other) => {
    const found = other.services.length === 0 ? undefined : findService(other, text)
    return found?.kind === 'found' && found.how === 'name'
  })
  const known = environment.services.map((candidate) => inCode(candidate.name))
  const [other] = elsewhere
  return {
    ok: false,
    code: 'service-unknown',
    what:
      other === undefined
        ? `There is no service ${inCode(text)} in ${environment.name}.`
        : `There is no service ${inCode(text)} in ${environment.name}; ${other.name} has one.`,
    next:
      known.length === 0
        ? 'A service name is letters, digits, hyphens and underscores.'
        : `The services of ${environment.name} are ${listed(known, 'and')}.`,
    ...(instead === undefined || other !== undefined ? {} : { instead }),
  }
}
