import type { AwsFor } from '../aws/aws.js'
import type { Changes } from '../changes/changes.js'
import type { OperationDefinition } from '../changes/definition.js'
import type { Config } from '../config/config.js'

/** What every operation of ohmy may use. */
export interface Ports {
  readonly aws: AwsFor
  readonly config: Config
}

export type Operation<Input> = OperationDefinition<Input, Ports>

/** The way in for ohmy's own operations. */
export type Operations = Changes<Ports>
