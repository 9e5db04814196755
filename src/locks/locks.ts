import type { Redis } from 'ioredis'
import type { Authority } from '../access/authority.js'
import { mayDo } from '../access/permissions.js'
import type { Caller, Role } from '../core/caller.js'
import type { Clock } from '../core/clock.js'
import { UserError } from '../core/user-error.js'
import { bars, environmentOf, Lock, scopeKey, type LockScope, scopeName, scopeWords } from '../core/lock.js'
import { createKeptValues, type KeptValues } from '../redis/kept.js'
import { keys } from '../redis/keys.js'

/** Locks that people put on services, environments or everything. Whatever cannot be read or kept is refused. */
export interface Locks {
  /**
   * Locks until `until`, or until somebody unlocks. The owner may lock again, with another reason or another end.
   * @throws UserError `already-locked`, `role-missing`, `locks-unreadable`
   */
  lock(wanted: LockRequest, caller: Caller): Promise<Lock>
  /**
   * The owner may, and approvers of the environment (of every environment for everything).
   * @throws UserError `not-locked`, `lock-not-yours`, `lock-changed`, `locks-unreadable`
   */
  unlock(scope: LockScope, caller: Caller): Promise<Lock>
  /** What holds now: the widest first. */
  list(): Promise<readonly Lock[]>
  /** What holds now and is in the way of a change. @param names as the operation's own locks: `service:cluster/name` */
  blocking(change: {
    readonly environment: string
    readonly names: readonly string[]
  }): Promise<readonly Lock[]>
}

export interface LockRequest {
  readonly scope: LockScope
  readonly reason: string
  /** ms since the epoch */
  readonly until?: number
}

/** People's locks in the store, by what they lock. Where they cannot be read, everything counts as locked. */
export type LockStore = KeptValues<Lock>

export function createLockStore(redis: Redis): LockStore {
  return createKeptValues(redis, {
    key: keys.peopleLocks,
    what: 'locks',
    schema: Lock,
    until: (lock) => lock.until,
  })
}

export interface LocksOptions {
  readonly store: LockStore
  readonly clock: Clock
  /** Rejects when the record could not be kept: then nothing is locked or unlocked. */
  readonly audit: (entry: {
    kind: string
    actor: string
    summary: string
    environment?: string
  }) => Promise<void>
  readonly authority: Authority
}

const widestFirst = ['everything', 'environment', 'service']

export function createLocks(options: LocksOptions): Locks {
  const { store, clock, authority } = options

  /** For everything it takes the role everywhere. */
  async function refusal(verb: string, role: Role, scope: LockScope, caller: Caller) {
    const environment = environmentOf(scope)
    const everywhere = authority.config.environments.map(({ name }) => name)
    const places = environment === undefined ? everywhere : [environment]
    const answers = await Promise.all(
      places.map((place) => mayDo({ verb, access: role }, place, caller, authority)),
    )
    return answers.find((answer) => answer !== undefined)
  }

  async function list(): Promise<readonly Lock[]> {
    const locks = (await store.all(clock.now())).map(({ value }) => value)
    return locks.toSorted(
      (left, right) =>
        widestFirst.indexOf(left.scope.kind) - widestFirst.indexOf(right.scope.kind) ||
        left.since - right.since,
    )
  }

  return {
    list,

    blocking: async (change) => (await list()).filter((lock) => bars(lock, change)),

    async lock({ scope, reason, until }, caller) {
      const refused = await refusal('lock', 'operator', scope, caller)
      if (refused !== undefined) throw refused
      const name = scopeKey(scope)
      const before = await store.find(name)
      const now = clock.now()
      if (before !== undefined && store.holds(before, now) && before.value.owner.id !== caller.id) {
        throw alreadyLocked(before.value)
      }
      const owner = { id: caller.id, name: caller.name }
      const times = { since: now, ...(until === undefined ? {} : { until }) }
      const lock: Lock = { version: 1, scope, reason, owner, ...times }
      const summary = `${scopeName(scope)}: ${reason}`
      await options.audit({ kind: 'locked', actor: caller.id, summary, ...placeOf(scope) })
      const answer = await store.put(name, lock, before, now)
      if (answer === 'kept') return lock
      // Somebody was faster; that it did not happen belongs into the record as well.
      await options.audit({
        kind: 'not locked',
        actor: caller.id,
        summary: `${summary} (somebody was faster)`,
        ...placeOf(scope),
      })
      throw answer === 'gone' ? changedMeanwhile(scope) : alreadyLocked(answer.value)
    },

    async unlock(scope, caller) {
      const kept = await store.find(scopeKey(scope))
      if (kept === undefined || !store.holds(kept, clock.now())) throw notLocked(scope, await list())
      const lock = kept.value
      if (lock.owner.id !== caller.id) {
        const refused = await refusal('unlock', 'approver', scope, caller)
        if (refused !== undefined) throw notYours(lock, refused)
      }
      const whose = lock.owner.id === caller.id ? '' : ` of ${lock.owner.name}`
      const summary = `${scopeName(scope)}: the lock${whose} (${lock.reason})`
      await options.audit({ kind: 'unlocked', actor: caller.id, summary, ...placeOf(scope) })
      if (await store.remove(kept)) return lock
      await options.audit({
        kind: 'not unlocked',
        actor: caller.id,
        summary: `${summary} (it had changed)`,
        ...placeOf(scope),
      })
      throw changedMeanwhile(scope)
    },
  }
}

/** Where it holds, for whoever looks for what was done there; what holds everywhere has none. */
function placeOf(scope: LockScope): { readonly environment?: string } {
  const environment = environmentOf(scope)
  return environment === undefined ? {} : { environment }
}

function alreadyLocked({ scope, owner, reason }: Lock): UserError {
  const what = `${owner.name} has already locked ${scopeName(scope)} (“${reason}”).`
  const next = `Ask ${owner.name} or an approver for \`/ohmy unlock ${scopeWords(scope)}\`, or wait.`
  return new UserError('already-locked', what, next)
}

function notLocked(scope: LockScope, locks: readonly Lock[]): UserError {
  const near = locks.slice(0, 5).map((lock) => `\`/ohmy unlock ${scopeWords(lock.scope)}\``)
  const next = near.length === 0 ? 'Nothing is locked at all.' : `What is locked: ${near.join(', ')}.`
  return new UserError('not-locked', `There is no lock on ${scopeName(scope)} itself.`, next, {
    offers: locks.slice(0, 5).map((lock) => ({
      text: `Unlock ${scopeName(lock.scope)}`,
      line: `unlock ${scopeWords(lock.scope)}`,
    })),
  })
}

function notYours({ scope, owner, reason }: Lock, refused: UserError): UserError {
  const what = `${owner.name} locked ${scopeName(scope)} (“${reason}”); only ${owner.name} or an approver may unlock it.`
  return new UserError('lock-not-yours', what, refused.next)
}

function changedMeanwhile(scope: LockScope): UserError {
  const what = `Somebody changed the lock on ${scopeName(scope)} at the same moment, so nothing was done.`
  return new UserError('lock-changed', what, 'Look at `/ohmy locks` and decide again.')
}
