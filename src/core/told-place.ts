import type { Environment } from './environment.js'
import { isOwnService } from './own-service.js'

/** Where something is that AWS tells of by itself. */
export interface ToldPlace {
  readonly account: string
  readonly region: string
  /** As ECS calls it. */
  readonly cluster: string
  /** Of which service, as ECS calls it. */
  readonly service: string
}

/**
 * The environment that it is of. Another account, or another region, may have a cluster of the same name; and one cluster may have services of several environments, of which each has its
 * own policy: there it is the one that has the service, and undefined where none has.
 */
export function environmentTold(
  environments: readonly Environment[],
  { account, region, cluster, service }: ToldPlace,
): Environment | undefined {
  const there = environments.filter(
    (one) => one.cluster === cluster && one.region === region && (one.account ?? account) === account,
  )
  const [only, another] = there
  if (another === undefined) return only
  return (
    there.find((one) => one.services.some((known) => known.service === service)) ??
    there.find((one) => one.services.length === 0 && isOwnService(one, service))
  )
}
