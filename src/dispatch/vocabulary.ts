import type { Environment, ServiceRef } from '../core/environment.js'

/** Short names and ECS names: letters, digits, hyphens, underscores, up to 255. A figure alone is a count, not a service. */
const plausibleService = /^[a-z][a-z0-9_-]{0,254}$/i

/** By name or alias; case does not count. */
export function findEnvironment(environments: readonly Environment[], word: string): Environment | undefined {
  const wanted = word.toLowerCase()
  return environments.find(
    (environment) =>
      environment.name.toLowerCase() === wanted ||
      environment.aliases.some((alias) => alias.toLowerCase() === wanted),
  )
}

/** Every word that stands for an environment: to look for the nearest. */
export function environmentWords(environments: readonly Environment[]): readonly string[] {
  return environments.flatMap((environment) => [environment.name, ...environment.aliases])
}

export type ServiceFound =
  | { readonly kind: 'found'; readonly service: ServiceRef; readonly how: 'name' | 'prefix' | 'plausible' }
  | { readonly kind: 'several'; readonly names: readonly string[] }
  | { readonly kind: 'none' }

/**
 * A service of one environment by short name, ECS name or unique beginning; case does not count. Where the services are discovered
 * rather than configured, any word that could be one is taken: whether ECS knows it shows when ECS is asked.
 */
export function findService(environment: Environment, word: string): ServiceFound {
  const wanted = word.toLowerCase()
  const { services } = environment
  if (wanted === '') return { kind: 'none' }
  if (services.length === 0) return discovered(environment, word)
  const exact = services.find(
    (service) => service.name.toLowerCase() === wanted || service.service.toLowerCase() === wanted,
  )
  if (exact !== undefined) return { kind: 'found', service: exact, how: 'name' }
  const begins = services.filter(
    (service) =>
      service.name.toLowerCase().startsWith(wanted) ||
      (wanted.length > environment.servicePrefix.length && service.service.toLowerCase().startsWith(wanted)),
  )
  const [first, second] = begins
  if (first === undefined) return { kind: 'none' }
  if (second !== undefined) return { kind: 'several', names: begins.map((service) => service.name) }
  return { kind: 'found', service: first, how: 'prefix' }
}

function discovered(environment: Environment, word: string): ServiceFound {
  if (!plausibleService.test(word)) return { kind: 'none' }
  const prefix = environment.servicePrefix
  const full =
    prefix !== '' && word.length > prefix.length && word.toLowerCase().startsWith(prefix.toLowerCase())
  // A phone writes the first letter of a message large; who wants another spelling gives the whole ECS name.
  const name = full ? word.slice(prefix.length) : prefix === '' ? word : word.toLowerCase()
  const service = {
    environment: environment.name,
    name,
    service: prefix + name,
    cluster: environment.cluster,
  }
  return { kind: 'found', service, how: 'plausible' }
}
