/** `skip`: nobody could look, which is never OK. */
export const preflightResults = ['ng', 'warn', 'skip', 'ok'] as const
export type PreflightResult = (typeof preflightResults)[number]

/** One thing that was looked at before a deployment. */
export interface PreflightItem {
  /** `credentials`, `images`, `backend` */
  readonly group: string
  /** `Images of backend` */
  readonly what: string
  readonly result: PreflightResult
  /** What was found, with its figure. Untrusted. */
  readonly figure: string
  /** What to do about it; absent: nothing is to be done. */
  readonly remedy?: string
}

/** Whether an environment is ready for a deployment. */
export interface Preflight {
  readonly environment: string
  /** What is about to be deployed, where that was said. */
  readonly deployment?: { readonly service: string; readonly image: string }
  readonly ready: boolean
  /** Worst first. */
  readonly items: readonly PreflightItem[]
}
