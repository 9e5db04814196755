import type { StoreFault } from '../core/store-fault.js'
import { isStoreAway } from './connections.js'

/**
 * The words of https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors and of the server's source. In a script they may stand behind
 * others (Redis 6: `ERR Error running script … -READONLY …`).
 */
const refusals: readonly (readonly [RegExp, StoreFault])[] = [
  [
    /\bOOM /,
    {
      kind: 'full',
      is: 'is full, and takes nothing more',
      next: 'Give the store more memory (maxmemory), or find out what fills it.',
    },
  ],
  [
    /\bREADONLY /,
    {
      kind: 'read-only',
      is: 'is a read-only replica, and takes nothing',
      next: 'Let REDIS_URL name the primary.',
      passes: true,
    },
  ],
  [
    /\bMASTERDOWN /,
    {
      kind: 'read-only',
      is: 'is a replica that has lost its primary, and answers nothing',
      next: 'Let REDIS_URL name the primary.',
      passes: true,
    },
  ],
  [
    /\bNOREPLICAS /,
    {
      kind: 'read-only',
      is: 'takes nothing while it has fewer replicas than it needs (min-replicas-to-write)',
      next: 'Look at the replicas of the store.',
    },
  ],
  [
    /\bMISCONF /,
    {
      kind: 'disk',
      is: 'cannot write to its disk, and takes nothing until it can',
      next: 'Look at the disk and the log of the store.',
    },
  ],
  [
    /\b(?:NOPERM |ACL failure|user executing the script can't run)/,
    {
      kind: 'denied',
      is: 'does not permit its user what ohmy needs',
      next: 'Allow the user of REDIS_URL all commands on its keys: ACL SETUSER <name> ~{ohmy}* &{ohmy}* +@all -@admin -@dangerous +info.',
    },
  ],
  [
    /\b(?:NOAUTH |WRONGPASS |invalid password|called without any password configured)/,
    {
      kind: 'denied',
      is: 'does not take the user or the password',
      next: 'Correct the user and the password in REDIS_URL.',
    },
  ],
  [
    /\bCLUSTERDOWN /,
    {
      kind: 'cluster',
      is: 'is a Redis Cluster of which a part is down, and takes nothing',
      next: 'Look at the nodes of the store: CLUSTER NODES.',
      passes: true,
    },
  ],
  [
    // Only a client that takes the store for a cluster follows them, and gives up in the end (ioredis, `maxRedirections`).
    /^Too many Cluster redirections.*\b(?:MOVED|ASK) \d/,
    {
      kind: 'cluster',
      is: 'is a Redis Cluster whose nodes do not agree on which of them has the keys',
      next: 'Look at the nodes of the store: CLUSTER NODES.',
      passes: true,
    },
  ],
  [
    /\b(?:MOVED|ASK) \d/,
    {
      kind: 'cluster',
      is: 'is one node of a Redis Cluster, and another one has the keys',
      next: 'Add ?cluster=true to REDIS_URL.',
    },
  ],
  [
    /\bcluster support disabled/,
    {
      kind: 'cluster',
      is: 'is no Redis Cluster',
      next: 'Take ?cluster=true out of REDIS_URL: one host is enough.',
    },
  ],
  [
    /\bLOADING /,
    { kind: 'busy', is: 'is still loading what it keeps', next: 'Wait until it has.', passes: true },
  ],
  [
    /\bBUSY /,
    {
      kind: 'busy',
      is: 'is busy with a script that does not end',
      next: 'Look for it with SLOWLOG; SCRIPT KILL ends it.',
    },
  ],
  [
    /\bmax number of clients/,
    {
      kind: 'busy',
      is: 'takes no more connections',
      next: 'Raise its maxclients, or find out who is connected.',
    },
  ],
]

function away({ message }: Error): StoreFault {
  const [, code] = /\b(E[A-Z]{4,}|ENOTFOUND|CERT_\w+|DEPTH_\w+)\b/.exec(message) ?? []
  return {
    kind: 'away',
    is: code === undefined ? 'does not answer' : `cannot be reached (${code})`,
    next: 'See whether it runs, and whether REDIS_URL is its address.',
  }
}

/** What an error says about the store; undefined: it is none of the store's. */
export function storeFaultOf(error: unknown): StoreFault | undefined {
  if (!(error instanceof Error)) return undefined
  const { previousErrors, lastNodeError } = error as { previousErrors?: unknown[]; lastNodeError?: unknown }
  // Of a transaction that was discarded, or of the nodes of a cluster, the reason stands inside.
  for (const inner of [...(previousErrors ?? []), lastNodeError]) {
    const fault = storeFaultOf(inner)
    if (fault !== undefined) return fault
  }
  const isReply = error.name === 'ReplyError' || error.message.startsWith('Too many Cluster redirections')
  const refusal = isReply ? refusals.find(([words]) => words.test(error.message))?.[1] : undefined
  if (refusal !== undefined) return refusal
  return isStoreAway(error) ? away(error) : undefined
}
