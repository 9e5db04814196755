/** Requests that are paid for one by one, counted by all processes together and by UTC day. Rejects where the store is away. */
export interface RequestBudget {
  /** Before each request: takes one of today's, or says that none is left, or that too many have failed. */
  take(): Promise<RequestsToday & { readonly allowed: boolean }>
  /** Gives one back that was not sent. */
  giveBack(): Promise<void>
  /** One that was sent has failed: it counts among the failed ones instead. */
  fail(): Promise<void>
  today(): Promise<RequestsToday>
  /** Spent since the first of this month (UTC). */
  thisMonth(): Promise<number>
}

export interface RequestsToday {
  /** Answered, or under way. */
  readonly spent: number
  readonly of: number
  /** Sent and come to nothing. */
  readonly failed: number
}
