import type { Line } from './line.js'

/** A runbook that fits what is wrong, as one button. */
export interface RunbookOffer {
  readonly id: string
  readonly title: string
  /** Why this one, as a clause behind its name: `matches the alarm ohmycoins-prod-alb-5xx-errors`. Not escaped. */
  readonly reason: string
  /** What begins it, filled in with what is known. */
  readonly line: Line
}
