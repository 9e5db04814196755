import type { EcsService, EcsTaskDefinition, TaskLaunch } from '../../aws/aws.js'
import type { Environment } from '../../core/environment.js'
import type { ImageNow } from '../service/images-now.js'

/** Everything that a decision stands on. */
export interface RunTaskFacts {
  readonly environment: Environment
  readonly service: EcsService
  readonly definition: EcsTaskDefinition
  readonly launch: TaskLaunch
  /** What its images mean now. */
  readonly images: readonly ImageNow[]
  /** ms since the epoch. */
  readonly now: number
}
