import type { Caller } from '../../src/core/caller.js'
import type { Clock } from '../../src/core/clock.js'
import type { Lock, LockScope } from '../../src/core/lock.js'
import { createLocks, type Locks, type LockStore } from '../../src/locks/locks.js'
import { authorityOf } from '../access/authority.js'
import { configWith } from '../dispatch/fixtures.js'

export const place = { channel: 'C0DEVOPS1', channelName: 'devops' }
export const rita: Caller = { id: 'U0RITA', name: 'Rita', origin: 'command', place }
export const oscar: Caller = { ...rita, id: 'U0OSCAR', name: 'Oscar' }
export const aaron: Caller = { ...rita, id: 'U0AARON', name: 'Aaron' }

export const everything: LockScope = { kind: 'everything' }
export const production: LockScope = { kind: 'environment', environment: 'production' }
export const backend: LockScope = {
  kind: 'service',
  service: {
    environment: 'production',
    name: 'backend',
    service: 'ohmycoins-prod-backend',
    cluster: 'ohmycoins-prod-cluster',
  },
}
export const backendName = 'service:ohmycoins-prod-cluster/ohmycoins-prod-backend'
export const frontendName = 'service:ohmycoins-prod-cluster/ohmycoins-prod-frontend'

/** Rita and Oscar are operators everywhere, Aaron is an approver in production. */
const authority = authorityOf(
  configWith({
    grants: [
      { role: 'operator', users: [rita.id, oscar.id, aaron.id], groups: [], environments: [] },
      { role: 'approver', users: [aaron.id], groups: [], environments: ['production'] },
    ],
    everyone: 'operator',
  }),
)

export interface Audited {
  readonly kind: string
  readonly actor: string
  readonly summary: string
}

/** Locks on a store, with a clock that stands until it is set and an audit that can be broken. */
export function locksOn(store: LockStore): {
  readonly locks: Locks
  readonly time: { now: number }
  readonly audited: Audited[]
  readonly trouble: { audit?: Error }
} {
  const time = { now: Date.UTC(2026, 10, 23, 12) }
  const audited: Audited[] = []
  const trouble: { audit?: Error } = {}
  const clock: Clock = { now: () => time.now }
  const locks = createLocks({
    store,
    clock,
    async audit(entry) {
      if (trouble.audit !== undefined) throw trouble.audit
      audited.push(entry)
    },
    authority,
  })
  return { locks, time, audited, trouble }
}

export function lockOf(scope: LockScope, overrides: Partial<Lock> = {}): Lock {
  return {
    version: 1,
    scope,
    reason: 'migration',
    owner: { id: rita.id, name: rita.name },
    since: Date.UTC(2026, 10, 23, 11),
    ...overrides,
  }
}
