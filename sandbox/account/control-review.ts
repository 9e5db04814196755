import type { TrailRecord } from './cloudtrail/model.js'
import type { UserRecord } from './iam/model.js'
import type { World } from './world.js'

/** What a review looks at, to be made worse. Names that do not exist throw. */
export interface ReviewControl {
  /** Somebody calls something that CloudTrail records. */
  record(event: Omit<TrailRecord, 'at'> & { readonly at?: number }): void
  setUser(user: UserRecord): void
  /** Somebody opens a port of a security group. */
  openPort(group: string, port: number, source: string): void
  /** A bucket of that name; `openBy`: everybody may read it. */
  setProjectBucket(name: string, openBy?: 'policy' | 'access control list'): void
  /** A bucket is deleted a moment after it was listed. */
  deleteListedBucket(name: string): void
  /** A rule of a group lets in what a prefix list names. */
  openToPrefixList(group: string, port: number, list: string): void
  /** What a product costs; undefined: the price list has no such product any more. @param dollars as AWS writes it */
  setPrice(usageType: string, dollars: string | undefined): void
}

export function reviewControl(world: World): ReviewControl {
  const groupOf = (group: string) => {
    const found = world.securityGroups.find(({ name }) => name === group)
    if (found === undefined) throw new Error(`The simulated account has no security group ${group}`)
    return found
  }
  return {
    record: (event) => void world.trail.push({ at: world.time.now(), ...event }),
    setUser(user) {
      const index = world.users.findIndex(({ name }) => name === user.name)
      if (index === -1) world.users.push(user)
      else world.users[index] = user
    },
    openPort: (group, port, source) => void groupOf(group).rules.push({ port, source }),
    setProjectBucket(name, openBy) {
      world.buckets.set(name, {
        ...{ name, region: 'ap-southeast-2', isVersioned: false, isEncrypted: true, isClosed: false },
        objects: new Map(),
        ...(openBy === undefined ? {} : { openBy }),
      })
    },
    deleteListedBucket(name) {
      const bucket = world.buckets.get(name)
      if (bucket === undefined) throw new Error(`The simulated account has no bucket ${name}`)
      bucket.isGone = true
    },
    openToPrefixList: (group, port, list) => void groupOf(group).rules.push({ port, source: list }),
    setPrice(usageType, dollars) {
      const found = world.products.filter(({ attributes }) => attributes['usagetype'] === usageType)
      if (found.length === 0) throw new Error(`The price list has no ${usageType}`)
      if (dollars === undefined) world.products = world.products.filter((product) => !found.includes(product))
      else for (const product of found) product.tiers = [['0', dollars]]
    },
  }
}
