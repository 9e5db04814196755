import { inStore } from '../../e2e/in-store.js'

/** Keys of one kind, as they stand in the store. */
export interface Kept {
  /** `flow:*`: what is not the same in all of them is a star. */
  readonly kind: string
  readonly keys: number
  readonly bytes: number
  /** Those of them that nothing ends. */
  readonly forGood: number
  /** Of those. */
  readonly bytesForGood: number
}

const kindsOfIds = /[0-9]|%|^(?:ohmycoins|staging|production)|^[CDU][0-9A-Z]{4,}$/

/** Everything in the store, by its kind, as `MEMORY USAGE` of each key and `TTL` tell it. */
export function whatIsKept(storeUrl: string): Promise<ReadonlyMap<string, Kept>> {
  return inStore(storeUrl, async (redis) => {
    const found = new Map<string, Kept>()
    let cursor = '0'
    do {
      const [next, names] = await redis.scan(cursor, 'COUNT', 500)
      cursor = next
      for (const name of names) {
        const [ttl, bytes] = await Promise.all([redis.ttl(name), redis.memory('USAGE', name, 'SAMPLES', 0)])
        // -2: it has ended since the scan.
        if (ttl === -2) continue
        const kind = kindOf(name)
        const { keys, forGood, bytesForGood, ...before } = found.get(kind) ?? none(kind)
        const lasts = ttl === -1 ? 1 : 0
        const size = bytes ?? 0
        found.set(kind, {
          kind,
          keys: keys + 1,
          bytes: before.bytes + size,
          forGood: forGood + lasts,
          bytesForGood: bytesForGood + lasts * size,
        })
      }
    } while (cursor !== '0')
    return found
  })
}

export function none(kind: string): Kept {
  return { kind, keys: 0, bytes: 0, forGood: 0, bytesForGood: 0 }
}

function kindOf(name: string): string {
  return name
    .replace('{ohmy}:', '')
    .split(':')
    .map((part) => (kindsOfIds.test(part) ? '*' : part))
    .join(':')
    .replace(/(?::\*)+/g, ':*')
}
