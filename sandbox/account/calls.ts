/** How a recorded call ended: answered, refused with an error code, or never answered. */
export type Outcome = 'pending' | 'ok' | 'hung' | 'dropped' | (string & {})

/** One request the account received. */
export interface RecordedCall {
  readonly service: string
  readonly action: string
  readonly input: unknown
  /** What the client says it is: the SDK with its version, and what it was given to say. */
  readonly agent: string
  /** Milliseconds since 1970, in the account's time. */
  readonly at: number
  outcome: Outcome
  /** Whether the account's state was different afterwards. */
  effective: boolean
}

export interface RecordedCalls {
  /** Every call since the last reset, oldest first. */
  all(): readonly RecordedCall[]
  of(action: string): readonly RecordedCall[]
  count(action?: string): number
  /** How often each action was called. */
  counts(): Record<string, number>
  /** The calls that changed something. */
  changes(): readonly RecordedCall[]
  reset(): void
}

/** The sandbox page runs for days: older calls are forgotten beyond this many. */
const kept = 50_000

export function recordedCalls(): RecordedCalls & { add(call: RecordedCall): void } {
  let calls: RecordedCall[] = []
  return {
    add(call) {
      calls.push(call)
      if (calls.length > kept + kept / 10) calls = calls.slice(-kept)
    },
    all: () => calls,
    of: (action) => calls.filter((call) => call.action === action),
    count: (action) =>
      action === undefined ? calls.length : calls.filter((call) => call.action === action).length,
    counts() {
      const counts: Record<string, number> = {}
      for (const { action } of calls) counts[action] = (counts[action] ?? 0) + 1
      return counts
    },
    changes: () => calls.filter((call) => call.effective),
    reset() {
      calls = []
    },
  }
}
