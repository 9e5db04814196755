/** Whether somebody may do something, and if not, why: a reason and what to do next. */
export type Permission = { readonly kind: 'allowed' } | Refusal

export interface Refusal {
  readonly kind: 'refused'
  readonly code: 'role-missing' | 'roles-unreadable' | 'channel-not-allowed'
  /** What happened, one sentence; not yet escaped for Slack. */
  readonly what: string
  /** What to do next. */
  readonly next: string
}
