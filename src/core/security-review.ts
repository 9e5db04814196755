/** `skip`: nobody could look, which is never fine. */
export const reviewResults = ['attention', 'skip', 'fine'] as const
export type ReviewResult = (typeof reviewResults)[number]

/** One thing that a review looked at. */
export interface ReviewFact {
  /** `Console logins without a second factor` */
  readonly topic: string
  readonly result: ReviewResult
  /** What was found, with its figure, or why nobody could look. Untrusted. */
  readonly says: string
  /** One line a finding, the newest or worst first. Untrusted. */
  readonly lines?: readonly string[]
  /** Where it is looked at. */
  readonly link?: { readonly url: string; readonly label: string }
}

/** What a review of an environment found. Times in ms since the epoch. */
export interface Review {
  readonly environment: string
  readonly of: 'security' | 'backups'
  readonly since: number
  readonly until: number
  /** Worst first. */
  readonly facts: readonly ReviewFact[]
}
