import type { Cause } from './check.js'
import type { PageRequest } from './page.js'

export type PageSeverity = PageRequest['severity']

/** Alarms by environment and name, troubles of tasks by environment and cause, and how urgent they are. */
export interface AlertPageRule {
  /** Names; empty: every environment. */
  readonly environments: readonly string[]
  /** Patterns with `*` and `?` for the alarm's name, whole or without the environment's prefix; empty: every alarm. */
  readonly alarms: readonly string[]
  /** Why tasks of a service stop or do not start. A rule that names causes is about tasks alone, one that names alarms about alarms alone; absent: every cause. */
  readonly causes?: readonly Cause[]
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
