/** How autoscaling of one service stands. */
export interface AutoscalingOfService {
  readonly service: string
  readonly desired: number
  readonly minimum: number
  readonly maximum: number
  /** What it does not do: `takes no tasks away`; absent: it works. */
  readonly suspended?: string
  /** The suspension of ohmy's that holds it so, and when it ends (ms since the epoch). Absent: somebody else's, without an end. */
  readonly by?: { readonly operation: string; readonly name: string; readonly until: number }
  /** What it did last, in AWS's words, and when (ms since the epoch). */
  readonly last?: { readonly at: number; readonly description: string; readonly cause: string }
}

export interface AutoscalingAnswer {
  readonly environment: string
  /** Those that have autoscaling. */
  readonly services: readonly AutoscalingOfService[]
  /** Names of those that have none. */
  readonly without: readonly string[]
}
