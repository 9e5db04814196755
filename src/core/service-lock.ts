import type { ServiceRef } from './environment.js'

/** Whoever changes a service holds this, whatever the change. */
export function serviceLock(service: Pick<ServiceRef, 'cluster' | 'service'>): string {
  return `service:${service.cluster}/${service.service}`
}
