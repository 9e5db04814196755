/** One deployment of a service, by what it brought. Times in ms since the epoch. */
export interface ListedRevision {
  /** `ohmycoins-prod-backend:42` */
  readonly taskDefinition: string
  /** `sprint-12-3f4021a` */
  readonly version: string
  /** `sha256:…` of its first image; absent: ECS does not say. */
  readonly digest?: string
  /** `now`: it runs; `coming`: it is being deployed; `before`: it ran until another one came; `never`: it did not come through. */
  readonly stands: 'now' | 'coming' | 'before' | 'never'
  /** When its deployment began, and when it ended, however. */
  readonly beganAt: number
  readonly endedAt?: number
  /** Until when it ran; absent: it runs, or never did. */
  readonly until?: number
  /** How its deployment ended where it did not come through: `ECS went back`, `stopped`. */
  readonly outcome?: string
  /** Untrusted: why, in ECS's words. */
  readonly reason?: string
  /** Who deployed it, by ohmy's own record. */
  readonly by?: { readonly name: string; readonly operation: string }
  /** Who registered its task definition, by AWS: the last part of an ARN. Where ohmy's record says nothing. */
  readonly registeredBy?: string
  /** Whether it counts as proven, and what speaks against it. */
  readonly proven: boolean
  /** `ohmy took it back 2026-11-28 13:36 UTC (op-7k2m9qa)`, which views show as an age. */
  readonly verdict?: string
  /** Whether a rollback would trust it: the newest of its task definition, and not what runs. */
  readonly isWayBack: boolean
}

/** What a service ran and when, newest first. */
export interface ServiceRevisions {
  readonly environment: string
  readonly service: string
  /** When AWS was asked, ms since the epoch. */
  readonly at: number
  readonly revisions: readonly ListedRevision[]
  /** Older ones that ECS still knows. */
  readonly more: number
}
