import type { PageRequest } from './page.js'

export type PageSeverity = PageRequest['severity']

/** Alarms by environment and name, and how urgent they are. */
export interface AlertPageRule {
  /** Names; empty: every environment. */
  readonly environments: readonly string[]
  /** Patterns with `*` and `?` for the alarm's name, whole or without the environment's prefix; empty: every alarm. */
  readonly alarms: readonly string[]
  /** `none`: nobody is called. Absent: only an alarm whose tag says a severity calls people. */
  readonly severity?: PageSeverity | 'none'
}

/** Which alarms call people, as ohmy.yaml has it. */
export interface AlertPages {
  /** An alarm's tag with this key says its severity, where a rule fits it. */
  readonly tag: string
  /** One alarm calls people at most once within so many ms. */
  readonly againAfter: number
  /** The first that fits counts; of what fits none nobody is called. */
  readonly rules: readonly AlertPageRule[]
}
