import type { ServiceRef } from './environment.js'

/** Whoever changes a service holds this, whatever the change. */
export function serviceLock({ cluster, service }: ServiceRef): string {
  return lockOf(cluster, service)
}

/** The same, for who knows a service by what ECS calls it alone. */
export function lockOf(cluster: string, service: string): string {
  return `service:${cluster}/${service}`
}
