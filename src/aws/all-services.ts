import type { ServiceRef } from '../core/environment.js'
import type { Aws } from './aws.js'

/** Every service of an environment: the configured ones, or those that its cluster has (100 a call). @throws AwsError */
export async function allServices(aws: Pick<Aws, 'services'>): Promise<readonly ServiceRef[]> {
  const refs: ServiceRef[] = []
  for await (const page of aws.services()) refs.push(...page)
  return refs
}
