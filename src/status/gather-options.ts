import type { Look } from '../aws/look.js'
import type { Thresholds } from '../config/config.js'
import type { Environment, ServiceRef } from '../core/environment.js'
import type { PartialAnswer } from './partial-answer.js'

/** What is asked about, and how closely. */
export interface GatherOptions {
  readonly aws: Look
  readonly environment: Environment
  readonly service?: ServiceRef
  readonly thresholds: Thresholds
  readonly depth: 'glance' | 'service'
  readonly partial: PartialAnswer
}
