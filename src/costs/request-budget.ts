/** Requests that are paid for one by one, counted by all processes together and by UTC day. Rejects where the store is away. */
export interface RequestBudget {
  /** Before each request: takes one of today's, or says that none is left. */
  take(): Promise<{ readonly allowed: boolean; readonly spent: number; readonly of: number }>
  /** Gives one back that AWS refused without looking, and did not bill. */
  giveBack(): Promise<void>
  today(): Promise<{ readonly spent: number; readonly of: number }>
  /** Spent since the first of this month (UTC). */
  thisMonth(): Promise<number>
}
