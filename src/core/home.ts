import type { CostReport } from './cost.js'
import type { OperationRecord } from './operation.js'
import type { EnvironmentStatus } from './status.js'

/** One environment on the Home tab, and the verbs this person may use there. */
export interface HomeEnvironment {
  readonly status: EnvironmentStatus
  /** In the order of help. */
  readonly verbs: readonly HomeVerb[]
}

export interface HomeVerb {
  readonly name: string
  /** Such a verb is asked for in the operations channel, where everybody sees it. */
  readonly changes: boolean
}

export interface OpenOperation {
  readonly record: OperationRecord
  readonly environment: string
  /** Waits for a decision that this person may take. */
  readonly toDecide: boolean
}

/** What one person sees when opening the app. Only what that person may see anyway. */
export interface Home {
  readonly environments: readonly HomeEnvironment[]
  /** Operations that have not ended, newest first. */
  readonly open: readonly OpenOperation[]
  /** Why the operations are not known, if so: in words. */
  readonly openUnknown?: string
  /** What it costs this month: of the account, or of each environment this person may see the cost of; empty where it is not known. */
  readonly costs: readonly CostReport[]
}
