import type { Config } from '../config/config.js'
import type { CostSplit } from '../core/cost.js'
import type { Environment } from '../core/environment.js'
import type { ServiceSize } from './estimation/fargate.js'
import type { CostReading } from './read-costs.js'

/** What a report is computed from. */
export interface ReportOptions {
  readonly reading: CostReading
  readonly config: Config
  /** Absent: the whole account. */
  readonly environment?: Environment
  readonly split: CostSplit
  /** What runs in the environment now. */
  readonly running?: readonly ServiceSize[]
}
