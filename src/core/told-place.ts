import type { Environment } from './environment.js'

/** Where something is that AWS tells of by itself. */
export interface ToldPlace {
  readonly account: string
  readonly region: string
  /** As ECS calls it. */
  readonly cluster: string
}

/** The environment that it is of. Another account, or another region, may have a cluster of the same name. */
export function environmentTold(
  environments: readonly Environment[],
  { account, region, cluster }: ToldPlace,
): Environment | undefined {
  return environments.find(
    (one) => one.cluster === cluster && one.region === region && (one.account ?? account) === account,
  )
}
