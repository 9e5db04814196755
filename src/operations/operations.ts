import type { AwsFor } from '../aws/aws.js'
import type { Changes } from '../changes/changes.js'
import type { OperationDefinition } from '../changes/definition.js'
import type { Config } from '../config/config.js'
import type { ServiceRef } from '../core/environment.js'
import type { History } from '../changes/history.js'

/** What every operation of ohmy may use. */
export interface Ports {
  readonly aws: AwsFor
  readonly config: Config
  /** What ohmy itself did before. */
  readonly past: Pick<History, 'ofLocks'>
  /** Has people asked about a deployment that waits for them, once, however often it is met. @param deployment ARN */
  readonly meetPause?: (service: ServiceRef, deployment: string) => Promise<void>
}

export type Operation<Input> = OperationDefinition<Input, Ports>

/** The way in for ohmy's own operations. */
export type Operations = Changes<Ports>
