import { arn, region } from '../identity.js'
import type { World } from '../world.js'
import type { EnvironmentSeed } from './model.js'

/** Where Terraform keeps its states and takes its locks: one bucket and one table for all environments. */
export const stateBucket = 'ohmycoins-terraform-state'
export const lockTable = 'ohmycoins-terraform-locks'

export function plantStates(world: World): void {
  world.buckets.set(stateBucket, {
    name: stateBucket,
    region,
    isVersioned: true,
    isEncrypted: true,
    isClosed: true,
    objects: new Map(),
  })
  world.lockTables.set(lockTable, {
    name: lockTable,
    region,
    key: 'LockID',
    status: 'ACTIVE',
    items: new Map(),
  })
}

/** Those that the task definitions of an environment name. */
export function plantSecrets(world: World, { services }: EnvironmentSeed): void {
  for (const name of services.flatMap(({ secrets }) => Object.values(secrets))) {
    world.secrets.set(name, { name, arn: `${arn('secretsmanager', `secret:${name}`)}-a1B2c3` })
  }
}
