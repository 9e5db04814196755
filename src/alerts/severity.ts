import type { AlertPageRule, AlertPages, PageSeverity } from '../core/alert-pages.js'
import type { Cause } from '../core/check.js'
import { fitsGlob } from '../core/glob.js'

/** An alarm, as far as a rule looks at it. */
export interface RatedAlarm {
  readonly environment: string
  readonly name: string
  /** Without the environment's prefix. */
  readonly shortName: string
  readonly tags: Readonly<Record<string, string>>
}

/** How urgent an alarm is; undefined: it calls nobody. */
export function severityOf(alarm: RatedAlarm, pages: AlertPages | undefined): PageSeverity | undefined {
  const rule = pages?.rules.find((one) => one.causes === undefined && fits(one, alarm))
  if (pages === undefined || rule === undefined || rule.severity === 'none') return undefined
  const tagged = Object.hasOwn(alarm.tags, pages.tag) ? taggedSeverity(alarm.tags[pages.tag]) : undefined
  const severity = tagged ?? rule.severity
  return severity === 'none' ? undefined : severity
}

/** How urgent it is that tasks of a service stop, do not start or have no room; undefined: nobody is called. They have no tags. */
export function severityOfTasks(
  { environment, cause }: { readonly environment: string; readonly cause?: Cause },
  pages: AlertPages | undefined,
): PageSeverity | undefined {
  const rule = pages?.rules.find(
    ({ environments, alarms, causes }) =>
      alarms.length === 0 &&
      (environments.length === 0 || environments.includes(environment)) &&
      (causes === undefined || (cause !== undefined && causes.includes(cause))),
  )
  return rule?.severity === 'none' ? undefined : rule?.severity
}

function fits({ environments, alarms }: AlertPageRule, { environment, name, shortName }: RatedAlarm) {
  return (
    (environments.length === 0 || environments.includes(environment)) &&
    (alarms.length === 0 || alarms.some((pattern) => fitsGlob(name, pattern) || fitsGlob(shortName, pattern)))
  )
}

/** PagerDuty's words stand for the severities that it is told with. */
const words: Readonly<Record<string, PageSeverity | 'none'>> = {
  ...{ critical: 1, error: 2, warning: 3, none: 'none' },
}

/** `1`, `SEV-1`, `sev1`, `critical`; what says none of them is as if it was not there. */
function taggedSeverity(value: string | undefined): PageSeverity | 'none' | undefined {
  const text = value?.trim().toLowerCase() ?? ''
  const [, digit] = /^(?:sev-?)?([123])$/.exec(text) ?? []
  if (digit !== undefined) return Number(digit) as PageSeverity
  return Object.hasOwn(words, text) ? words[text] : undefined
}
