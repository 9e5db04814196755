import type { Statement } from './iam/policy.js'
import type { QuotaRecord } from './service-quotas/model.js'
import type { BucketRecord } from './s3/model.js'
import type { World } from './world.js'

/** What is looked at before a deployment, to be broken. Names that do not exist throw. */
export interface PreflightControl {
  setBucket(name: string, changes: Partial<Omit<BucketRecord, 'name' | 'objects'>>): void
  /** Puts a lock of Terraform's there, in the table or beside the state, as it is written; undefined: takes it away. */
  setStateLock(
    where:
      | { readonly table: string; readonly id: string }
      | { readonly bucket: string; readonly key: string },
    text: string | undefined,
  ): void
  setQuota(code: string, changes: Partial<Pick<QuotaRecord, 'applied'>>): void
  setNetwork(changes: Partial<World['network']>): void
  /** What the policy simulator knows of whoever calls; undefined: everything is allowed. */
  setPolicy(statements: readonly Statement[] | undefined): void
  setLifecycle(repository: string, policy: object | undefined): void
  setArchitectures(repository: string, tag: string, architectures: readonly string[]): void
  /** Somebody deletes a secret: it waits for its end for a week. */
  deleteSecret(name: string): void
  removeSecret(name: string): void
}

export function preflightControl(world: World): PreflightControl {
  const there = <Found>(found: Found | undefined, what: string): Found => {
    if (found === undefined) throw new Error(`The simulated account has no ${what}`)
    return found
  }
  return {
    setBucket: (name, changes) => void Object.assign(there(world.buckets.get(name), name), changes),
    setStateLock(where, text) {
      if ('table' in where) {
        const { items } = there(world.lockTables.get(where.table), where.table)
        if (text === undefined) items.delete(where.id)
        else items.set(where.id, text)
        return
      }
      const { objects } = there(world.buckets.get(where.bucket), where.bucket)
      if (text === undefined) objects.delete(where.key)
      else objects.set(where.key, { text, writtenAt: world.time.now() })
    },
    setQuota(code, changes) {
      Object.assign(
        there(
          world.quotas.find((quota) => quota.code === code),
          code,
        ),
        changes,
      )
    },
    setNetwork: (changes) => void Object.assign(world.network, changes),
    setPolicy(statements) {
      world.policy = statements
    },
    setLifecycle(repository, policy) {
      const found = there(world.repositories.get(repository), repository)
      if (policy === undefined) delete found.lifecycle
      else found.lifecycle = JSON.stringify(policy)
    },
    setArchitectures(repository, tag, architectures) {
      there(world.repositories.get(repository)?.images.get(tag), `${repository}:${tag}`).architectures =
        architectures
    },
    deleteSecret(name) {
      there(world.secrets.get(name), name).deletedAt = world.time.now() + 7 * 86_400_000
    },
    removeSecret: (name) => void world.secrets.delete(name),
  }
}
