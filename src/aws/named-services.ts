import type { ServiceRef } from '../core/environment.js'
import type { Aws } from './aws.js'

/**
 * The services that a name may mean where they are discovered: the one whose ECS name is the prefix and that name, and the one that is called so from end to end.
 * In this order; empty where ECS knows neither. Where services are configured, the one that was given, without a call. @throws AwsError
 * @param ref as the prefix has it
 * @param typed as somebody wrote it, where that is spelled otherwise
 */
export async function namedServices(
  aws: Pick<Aws, 'describeServices' | 'environment'>,
  ref: ServiceRef,
  typed: string = ref.name,
): Promise<readonly ServiceRef[]> {
  if (aws.environment.services.length > 0) return [ref]
  return (await aws.describeServices(readingsOf(ref, typed))).map((service) => service.ref)
}

/** Everything that a name may be in ECS, likelier ones first. */
export function readingsOf(ref: ServiceRef, typed: string = ref.name): readonly ServiceRef[] {
  // Who writes the whole of the ECS name means that one.
  const names =
    typed.toLowerCase() === ref.service.toLowerCase() ? [ref.service, typed] : [ref.service, ref.name, typed]
  return [...new Set(names)].map((service) =>
    service === ref.service ? ref : { ...ref, name: service, service },
  )
}
