import type { Zone } from '../../../core/time-zone.js'

export interface AlertCardOptions {
  /** The team's, for whoever reads without Slack. */
  readonly zone: Zone
}
