import type { Alarm, AlarmRule, ExplainedAlarm } from '../core/alarms.js'
import { isBlind, shortAlarmName } from '../core/alarms.js'
import { formatDuration } from '../core/duration.js'
import type { Environment } from '../core/environment.js'
import { formatFigure, metricSubject, metricWords } from '../core/metric-words.js'
import { capital } from '../core/wording.js'

const minute = 60_000

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
  const looksAt = (rule ?? alarm.metricOf)?.dimensions['ServiceName']
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
  const age = ageOf(alarm, circumstances.now)
  // It has had no data since it was set up, which is not as long as it looks back.
  if (age !== undefined && age < spanOf(rule) && alarm.since >= (alarm.configured ?? 0) - minute)
    return `Set up ${formatDuration(wholeSeconds(age))} ago and not judged yet: nobody knows whether ${figure} is ${limitWords(rule)}`
  return `No data of ${figure} for ${formatDuration(spanOf(rule))} or more: nobody knows whether it is ${limitWords(rule)}`
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html (EvaluationState) */
function blindBecause(evaluation: string | undefined): string {
  return evaluation === 'EVALUATION_ERROR'
    ? 'CloudWatch cannot evaluate it as it is set up, and somebody has to correct it'
    : 'CloudWatch has trouble of its own with evaluating it; look by hand until that is over'
}

/** Undefined where CloudWatch gives no figures: somebody set the state by hand. */
function whyItRings(
  alarm: Alarm,
  rule: AlarmRule,
  { environment, now, value }: Circumstances,
): string | undefined {
  const { evidence, since } = alarm
  if (evidence === undefined) return undefined
  const figure = capital(figureWords(rule, environment))
  const { plural, unit } = metricWords(rule.namespace, rule.metric)
  const span = spanOf(rule)
  if (evidence.values.length === 0) {
    const age = ageOf(alarm, now) ?? span
    return rule.missing === 'breaching'
      ? `No data of ${figureWords(rule, environment)} for ${formatDuration(wholeSeconds(Math.min(span, age)))}, which this alarm counts as bad`
      : undefined
  }
  const show = (measured: number) => formatFigure(measured, unit)
  if (rule.needed < rule.periods) {
    const bad = evidence.values.filter((measured) => isBad(rule, measured) !== false)
    const limit = `${limitWords(rule)} in ${periodsWords(rule, Math.max(rule.needed, bad.length))}`
    const seen = bad.length === 0 ? '' : `: ${bad.map(show).join(', ')}`
    // One good value ends nothing where some of several have to be bad.
    const latest = value !== undefined && isBad(rule, value) === false ? `; now ${show(value)}` : ''
    return `${figure} ${plural ? 'have' : 'has'} been ${limit}${seen}${latest}`
  }
  const from = Math.min(evidence.from ?? since - span, since)
  const limit = `${limitWords(rule)} for ${formatDuration(wholeMinutes(Math.max(span, now - from)))}`
  if (value !== undefined && isBad(rule, value) === false) {
    return `${figure} ${plural ? 'were' : 'was'} ${limit}; now ${show(value)}, so the alarm should end soon`
  }
  const seen = value ?? evidence.latest ?? worst(rule, evidence.values)
  return `${figure} ${plural ? 'have' : 'has'} been ${limit}: ${show(seen)}`
}

function ringsWhen(rule: AlarmRule, environment: Environment): string {
  const lasts =
    rule.needed < rule.periods
      ? ` in ${periodsWords(rule, rule.needed)}`
      : ` for ${formatDuration(spanOf(rule))}`
  return `${figureWords(rule, environment)} ${limitWords(rule)}${lasts}`
}

/** `2 of 5 minutes`, `2 of 3 periods of 5 min` */
function periodsWords({ periods, period }: AlarmRule, count: number): string {
  const some = `${count} of ${periods}`
  if (period === 60) return `${some} minutes`
  return period === 3_600 ? `${some} hours` : `${some} periods of ${formatDuration(period * 1_000)}`
}

/** ms that it looks at. */
function spanOf({ periods, period }: AlarmRule): number {
  return periods * period * 1_000
}

/** ms since it was set up as it is; undefined: not known. */
function ageOf({ configured }: Alarm, now: number): number | undefined {
  return configured === undefined ? undefined : Math.max(0, now - configured)
}

function wholeSeconds(milliseconds: number): number {
  const unit = milliseconds < 60_000 ? 1_000 : 60_000
  return Math.max(1_000, Math.floor(milliseconds / unit) * unit)
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
