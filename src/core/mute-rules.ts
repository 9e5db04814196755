/** A mute rule of the account that is in effect, as CloudWatch has it. A type, not an interface: it is kept as JSON. */
export type MuteRule = {
  readonly name: string
  /** Whole names of the alarms whose actions it mutes. */
  readonly alarms: readonly string[]
  /** `cron(0 2 * * SUN)` or `at(2026-12-23T00:00)`: when it begins. */
  readonly expression: string
  /** `PT4H`, `P2DT12H`: how long it lasts then. */
  readonly duration: string
  /** IANA name. */
  readonly zone: string
  /** From then on it mutes nothing, ms since the epoch. */
  readonly expires?: number
}
