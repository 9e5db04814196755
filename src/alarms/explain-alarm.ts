import type { Alarm, AlarmRule, ExplainedAlarm } from '../core/alarms.js'
import { isBlind, shortAlarmName } from '../core/alarms.js'
import { formatDuration } from '../core/duration.js'
import type { Environment } from '../core/environment.js'
import { formatFigure, metricSubject, metricWords } from '../core/metric-words.js'
import { capital } from '../core/wording.js'

export interface Circumstances {
  readonly environment: Environment
  /** ms since the epoch */
  readonly now: number
  /** The metric's newest value, where it was asked for and known. */
  readonly value?: number
}

/** An alarm in words: from what it looks at and what CloudWatch saw, not from the reason somebody wrote. */
export function explainAlarm(alarm: Alarm, circumstances: Circumstances): Omit<ExplainedAlarm, 'mute'> {
  const { name, state, since, reason, rule } = alarm
  const says = whatItSays(alarm, circumstances)
  const looksAt = rule?.dimensions['ServiceName']
  const service = circumstances.environment.services.find((one) => one.service === looksAt)?.name
  return {
    name,
    shortName: shortAlarmName(name, circumstances.environment.alarmPrefix),
    state,
    since,
    reason,
    drawable: rule !== undefined,
    ...(service === undefined ? {} : { service }),
    ...(says === undefined ? {} : { says }),
    ...(rule === undefined ? {} : { rings: ringsWhen(rule, circumstances.environment) }),
  }
}

/** `average CPU of the database` */
export function figureWords(rule: AlarmRule, environment: Environment): string {
  const { words } = metricWords(rule.namespace, rule.metric)
  const subject = metricSubject(rule.dimensions, environment)
  const of = subject === '' ? '' : ` of ${subject}`
  switch (rule.statistic) {
    case 'Average':
      return `average ${words}${of}`
    case 'Maximum':
      return `highest ${words}${of}`
    case 'Minimum':
      return `lowest ${words}${of}`
    case 'Sum':
      return `${words}${of}`
    case 'SampleCount':
      return `samples of ${words}${of}`
    default:
      return `${words} (${rule.statistic.replace(/[^A-Za-z0-9.():%]/g, '')})${of}`
  }
}

/** `above 80 %`, `above 10 a minute`, `outside its usual band` */
export function limitWords(rule: AlarmRule): string {
  if (rule.threshold === undefined) return 'outside its usual band'
  return `${rule.comparison} ${formatFigure(rule.threshold, metricWords(rule.namespace, rule.metric).unit)}${perPeriod(rule)}`
}

/** Whether a value of the alarm's own metric is beyond its limit; undefined: nobody can tell. */
export function isBad(rule: AlarmRule, value: number): boolean | undefined {
  const { threshold, comparison } = rule
  if (threshold === undefined) return undefined
  if (comparison === 'above') return value > threshold
  if (comparison === 'at or above') return value >= threshold
  if (comparison === 'below') return value < threshold
  return value <= threshold
}

function whatItSays(alarm: Alarm, circumstances: Circumstances): string | undefined {
  const { rule, state, evaluation } = alarm
  if (isBlind(evaluation))
    return `Nobody knows how ${shortAlarmName(alarm.name, circumstances.environment.alarmPrefix)} is: ${blindBecause(evaluation)}`
  if (rule === undefined) return undefined
  if (state === 'ALARM') return whyItRings(alarm, rule, circumstances)
  if (state === 'OK') return undefined
  const figure = figureWords(rule, circumstances.environment)
  const long = formatDuration(rule.periods * rule.period * 1_000)
  return `No data of ${figure} for ${long} or more: nobody knows whether it is ${limitWords(rule)}`
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html (EvaluationState) */
function blindBecause(evaluation: string | undefined): string {
  return evaluation === 'EVALUATION_ERROR'
    ? 'CloudWatch cannot evaluate it as it is set up, and somebody has to correct it'
    : 'CloudWatch has trouble of its own with evaluating it; look by hand until that is over'
}

/** Undefined where CloudWatch gives no figures: somebody set the state by hand. */
function whyItRings(
  { evidence, since }: Alarm,
  rule: AlarmRule,
  { environment, now, value }: Circumstances,
): string | undefined {
  if (evidence === undefined) return undefined
  const figure = capital(figureWords(rule, environment))
  const { plural, unit } = metricWords(rule.namespace, rule.metric)
  const span = rule.periods * rule.period * 1_000
  if (evidence.values.length === 0) {
    return rule.missing === 'breaching'
      ? `No data of ${figureWords(rule, environment)} for ${formatDuration(span)}, which this alarm counts as bad`
      : undefined
  }
  const show = (measured: number) => formatFigure(measured, unit)
  const from = Math.min(evidence.from ?? since - span, since)
  const lasts =
    rule.needed < rule.periods
      ? ` in ${rule.needed} of ${rule.periods} periods of ${formatDuration(rule.period * 1_000)}`
      : ` for ${formatDuration(wholeMinutes(Math.max(span, now - from)))}`
  const limit = `${limitWords(rule)}${lasts}`
  if (value !== undefined && isBad(rule, value) === false) {
    return `${figure} ${plural ? 'were' : 'was'} ${limit}; now ${show(value)}, so the alarm should end soon`
  }
  const seen = value ?? evidence.latest ?? worst(rule, evidence.values)
  return `${figure} ${plural ? 'have' : 'has'} been ${limit}: ${show(seen)}`
}

function ringsWhen(rule: AlarmRule, environment: Environment): string {
  const period = formatDuration(rule.period * 1_000)
  const lasts =
    rule.needed < rule.periods
      ? ` in ${rule.needed} of ${rule.periods} periods of ${period}`
      : ` for ${formatDuration(rule.periods * rule.period * 1_000)}`
  return `${figureWords(rule, environment)} ${limitWords(rule)}${lasts}`
}

function perPeriod({ statistic, period }: AlarmRule): string {
  if (statistic !== 'Sum' && statistic !== 'SampleCount') return ''
  if (period === 60) return ' a minute'
  return period === 3_600 ? ' an hour' : ` in ${formatDuration(period * 1_000)}`
}

function worst(rule: AlarmRule, values: readonly number[]): number {
  const low = rule.comparison === 'below' || rule.comparison === 'at or below'
  return low ? Math.min(...values) : Math.max(...values)
}

function wholeMinutes(milliseconds: number): number {
  return Math.max(60_000, Math.floor(milliseconds / 60_000) * 60_000)
}
