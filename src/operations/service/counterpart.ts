import { namedServices } from '../../aws/named-services.js'
import type { ServiceRef } from '../../core/environment.js'
import type { Ports } from '../operations.js'
import { awsOf, environmentNamed } from './service-environment.js'

/** The service of the same short name in another environment; where services are discovered there, as ECS knows it. @throws AwsError */
export async function counterpart(
  ports: Pick<Ports, 'aws' | 'config'>,
  ref: ServiceRef,
  environmentName: string,
): Promise<ServiceRef> {
  const { name, services, servicePrefix, cluster } = environmentNamed(ports, environmentName)
  const found = services.find((service) => service.name === ref.name)
  if (found !== undefined) return found
  const prefixed = { environment: name, name: ref.name, service: servicePrefix + ref.name, cluster }
  const [known = prefixed] = await namedServices(awsOf(ports, prefixed), prefixed)
  return known
}
