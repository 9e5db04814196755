import type { AwsFor } from '../aws/aws.js'
import type { Changes } from '../changes/changes.js'
import type { OperationDefinition } from '../changes/definition.js'
import type { Config } from '../config/config.js'
import type { History } from '../changes/history.js'

/** What every operation of ohmy may use. */
export interface Ports {
  readonly aws: AwsFor
  readonly config: Config
  /** What ohmy itself did before. */
  readonly past: Pick<History, 'ofLocks'>
}

export type Operation<Input> = OperationDefinition<Input, Ports>

/** The way in for ohmy's own operations. */
export type Operations = Changes<Ports>
