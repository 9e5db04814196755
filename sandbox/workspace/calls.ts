/** One call the bot made, as tests look at it. */
export interface ApiCall {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  /** Milliseconds since the epoch. */
  readonly at: number
  /** `ok`, Slack's error code, or what a fault did: `429`, `503`, `hang`, `dropped`. */
  readonly outcome: string
}
