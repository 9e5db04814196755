import type { KnownBlock } from '@slack/types'
import type {
  AlarmInState,
  EnvironmentStatus,
  Measurement,
  Missing,
  MutedAlarm,
} from '../../../core/status.js'
import { describeFigure, describeMeasurement, describeTarget } from '../../../core/measurement.js'
import { capital } from '../../../core/wording.js'
import { context, section } from '../../blocks.js'
import { cutPlain } from '../../../core/cut.js'
import { marks } from '../../marks.js'
import { code, escapeMrkdwn, untrusted } from '../../mrkdwn.js'
import { moment, since, type When } from '../alarms/words.js'

const mostLines = 10
/** Reasons are long: the newest alarms' are enough to know where to look. */
const reasonsShown = 3
const longestReason = 300

/** The alarms that are in ALARM, newest first, in the sentences of `alarms`; CloudWatch's own words where it gives no figures. */
export function alarmBlocks(alarms: readonly AlarmInState[], when: When): readonly KnownBlock[] {
  if (alarms.length === 0) return []
  const newest = alarms.toSorted((a, b) => b.since - a.since)
  const lines = atMost(
    newest.map((alarm) => `${marks.wrong} ${subjectOf(alarm)} · ${since(alarm.since, when)}`),
    'alarms',
  )
  const reasons = newest
    .slice(0, reasonsShown)
    .filter(({ says, reason }) => says === undefined && reason !== '')
    .map(({ name, reason }) => `${name}: ${cutPlain(reason.replace(/\s+/g, ' '), longestReason)}`)
  return [section(lines.join('\n')), ...(reasons.length === 0 ? [] : [untrusted(reasons.join('\n'))])]
}

/** Alarms that somebody knows of: they ring all the same, in one quiet line each. */
export function mutedBlocks(muted: readonly MutedAlarm[], when: When): readonly KnownBlock[] {
  if (muted.length === 0) return []
  const lines = atMost(
    muted.map((alarm) => {
      const { by, until, why } = alarm
      const because = why === undefined ? '' : `: ${code(why)}`
      return `${marks.wrong}${marks.muted} ${subjectOf(alarm)}, muted by ${escapeMrkdwn(by)} until ${moment(until, when)}${because}`
    }),
    'muted alarms',
  )
  return [context(...lines.slice(0, 10))]
}

function subjectOf({ says, name }: AlarmInState): string {
  return says === undefined ? `${code(name)} rings` : escapeMrkdwn(says)
}

/** Figures that miss their target in full; the others in one quiet line. */
export function measurementBlocks(status: EnvironmentStatus): readonly KnownBlock[] {
  const known = status.measurements.filter(({ value }) => value !== undefined)
  const missed = known.filter(({ met }) => !met)
  const lines = atMost(
    missed.map(
      (missing) =>
        `${marks.attention} ${escapeMrkdwn(capital(describeMeasurement(missing)))} (target: ${describeTarget(missing)})`,
    ),
    'figures beyond their target',
  )
  const quiet = [
    onTarget(
      status,
      known.filter(({ met }) => met),
    ),
    silent(status.measurements.filter(({ value }) => value === undefined)),
  ].filter((text) => text !== '')
  return [...(lines.length === 0 ? [] : [section(lines.join('\n'))]), ...quiet.map((text) => context(text))]
}

/** Numbers that are fine are read by nobody: they are counted, and written out where one service is asked about. */
function onTarget({ focus, environment }: EnvironmentStatus, met: readonly Measurement[]): string {
  if (met.length === 0) return ''
  if (focus === undefined)
    return `${met.length === 1 ? 'The one figure' : `${met.length.toLocaleString('en')} figures`} on target: ${code(`/ohmy metrics ${environment}`)}`
  const subjects = [...new Set(met.map(({ subject }) => subject))]
  const parts = subjects.map((subject) => {
    const figures = met.filter((one) => one.subject === subject).map(describeFigure)
    return `${escapeMrkdwn(subject)} ${figures.join(', ')}`
  })
  return `On target: ${parts.join(' · ')}`
}

function silent(measurements: readonly Measurement[]): string {
  if (measurements.length === 0) return ''
  const subjects = [...new Set(measurements.map(({ subject }) => subject))]
  const shown = subjects.slice(0, 5).join(', ')
  const left = subjects.length - 5
  return escapeMrkdwn(
    `No figures in the last 15 minutes for all of: ${shown}${left > 0 ? ` and ${left} more` : ''}`,
  )
}

/** What could not be read and why, so that silence is not taken for health. */
export function missingBlocks(missing: readonly Missing[]): readonly KnownBlock[] {
  if (missing.length === 0) return []
  const lines = atMost(
    missing.map(
      ({ what, why }) =>
        `${marks.missing} *Not read: ${escapeMrkdwn(what)}* — ${escapeMrkdwn(cutPlain(why, longestReason))}`,
    ),
    'parts',
  )
  return [section(lines.join('\n'))]
}

function atMost(lines: readonly string[], what: string): string[] {
  const shown = lines.slice(0, mostLines)
  const left = lines.length - shown.length
  return left > 0 ? [...shown, `… and ${left.toLocaleString('en')} more ${what}`] : shown
}
