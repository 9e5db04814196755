import { Cluster, type Redis } from 'ioredis'

/** The sections of INFO: https://redis.io/docs/latest/commands/info/. CONFIG GET is not permitted where somebody else runs the store. */
export async function readWarnings(redis: Redis): Promise<readonly string[]> {
  const nodes = nodesOf(redis)
  const asCluster = nodes !== undefined
  const told = await Promise.all(
    (nodes ?? [redis]).map(async (node) => warningsIn(await node.info(), { asCluster })),
  )
  return [...new Set(told.flat())]
}

/** A connection to a cluster is passed on as one to a single server: it has every command of one (connections.ts). */
function nodesOf(redis: unknown): readonly Redis[] | undefined {
  return redis instanceof Cluster ? redis.nodes('master') : undefined
}

/** @param info what INFO answers */
export function warningsIn(info: string, { asCluster }: { readonly asCluster: boolean }): readonly string[] {
  const said = new Map(
    info.split(/\r?\n/).map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1)]
    }),
  )
  const policy = said.get('maxmemory_policy') ?? 'noeviction'
  const thrown = policy.startsWith('volatile')
    ? 'leases of running operations and what came of requests from CI are'
    : 'locks, approvals and audit records are'
  return [
    ...(said.get('aof_enabled') === '0'
      ? [
          'The store keeps no append-only file: when it stops, the operations, approvals and audit records since its last snapshot are lost. Set appendonly yes.',
        ]
      : []),
    ...(policy === 'noeviction'
      ? []
      : [
          `The store throws keys away when it is full (maxmemory-policy ${policy}): ${thrown} among them. Set maxmemory-policy noeviction.`,
        ]),
    ...(said.get('cluster_enabled') === '1' && !asCluster
      ? [
          'The store is one node of a Redis Cluster: when the keys move to another node, ohmy stops working. Add ?cluster=true to REDIS_URL.',
        ]
      : []),
  ]
}
