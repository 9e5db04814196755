import type { Environment, ServiceRef } from './environment.js'
import { UserError } from './user-error.js'
import { inCode } from './wording.js'

type Place = Pick<Environment, 'name' | 'services' | 'servicePrefix' | 'neighbours'>

/**
 * Whether a service of its cluster is this environment's. Where services are discovered and other environments run in the cluster too, only the prefix tells: it is the longest that
 * fits, and what fits none is nobody's. Otherwise somebody's policy would hold for what is another one's.
 */
export function isOwnService({ services, servicePrefix, neighbours }: Place, service: string): boolean {
  if (services.length > 0 || neighbours === undefined) return true
  if (!service.startsWith(servicePrefix) || neighbours.services.includes(service)) return false
  return !neighbours.prefixes.some(
    (other) => other.length > servicePrefix.length && service.startsWith(other),
  )
}

export function notOwnService({ name }: Place, { service, cluster }: ServiceRef): UserError {
  const what = `${inCode(service)} in the cluster ${inCode(cluster)} is none of ${name}’s services: other environments run there, too.`
  const next = `Name the environment whose it is. If it is ${name}’s, write it under \`environments.${name}.services\` in ohmy.yaml.`
  return new UserError('service-of-another', what, next)
}
