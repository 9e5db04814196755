import type { AlertRecord } from '../core/alert.js'

/** Whether it may have one cause with another: most alarms are about something else. */
export function mayBeRelated({
  kind,
  service,
  ofLoadBalancer,
}: Pick<AlertRecord, 'kind' | 'service' | 'ofLoadBalancer'>): boolean {
  return kind === 'tasks' || (kind === 'alarm' && (service !== undefined || ofLoadBalancer === true))
}
