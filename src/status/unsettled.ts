import type { EcsService } from '../aws/aws.js'
import { counted } from './wording.js'

/** What a service still waits for before it stands as it is wanted: one deployment, complete, and every task of it running. Undefined: nothing. */
export function unsettled(service: EcsService): string | undefined {
  const [primary, ...others] = service.deployments
  if (service.status !== 'ACTIVE') return `the service is ${service.status}`
  // Where ECS does not go back by itself, they stay until somebody does.
  if (others.length > 0 && primary?.rolloutState === 'FAILED')
    return 'its last deployment failed, and tasks of two versions stay'
  if (others.length > 0 || primary?.rolloutState === 'IN_PROGRESS') return 'old tasks are still stopping'
  if (service.running !== service.desired || service.pending > 0) {
    return `${service.running} of ${counted(service.desired, 'task')} running`
  }
  return undefined
}
