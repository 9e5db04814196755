/** Whether somebody may do something, and if not, why: a reason and what to do next. */
export type Permission = { readonly kind: 'allowed' } | Refusal

/** Nobody could tell, so it is refused; asked again in a moment the answer may be another one. */
const unreadable = ['roles-unreadable', 'channel-unreadable'] as const

/** Whether a refusal says no more than that nobody could tell. */
export function isUnreadable({ code }: { readonly code: string }): boolean {
  return unreadable.some((one) => one === code)
}

export interface Refusal {
  readonly kind: 'refused'
  readonly code: 'role-missing' | 'channel-not-allowed' | 'for-people' | (typeof unreadable)[number]
  /** What happened, one sentence; not yet escaped for Slack. */
  readonly what: string
  /** What to do next. */
  readonly next: string
}
