import { z } from 'zod'
import { findAlarm } from '../alarms/find-alarm.js'
import { readAlarms } from '../alarms/read-alarms.js'
import { agoInWords } from '../core/age.js'
import type { ExplainedAlarm } from '../core/alarms.js'
import { counted, firstOf } from '../status/wording.js'
import { check } from './check.js'
import { awsOf } from './subject.js'

export const alarmState = check({
  name: 'alarm-state',
  summary: 'Whether an alarm of an environment rings, or any of them',
  results: {
    pass: 'none rings',
    warn: 'what rings is muted, or the alarm that was named has no data',
    fail: 'one rings that nobody muted',
  },
  reads: ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData'],
  value: 'alarms that ring and are not muted',
  needsService: false,
  arguments: z.strictObject({
    alarm: z
      .string()
      .min(1)
      .optional()
      .describe(
        "an alarm's name, whole or without the environment's prefix; all of them where none is named",
      ),
  }),
  async ask(subject, { alarm }, ports) {
    const { environment } = subject
    const { clock, mutes, aws } = ports
    // Read first: it says which alarms there are where this one is not.
    const wanted = alarm === undefined ? undefined : await findAlarm(alarm, [environment], aws)
    const overview = await readAlarms({ aws: awsOf(subject, ports), environment, mutes, clock })
    if (overview.unread !== undefined) {
      return { result: 'unknown', figure: `the alarms cannot be read: ${overview.unread}` }
    }
    if (overview.instead !== undefined) {
      const age = agoInWords(overview.at, clock.now())
      return { result: 'unknown', figure: `what is known of the alarms is from ${age}: ${overview.instead}` }
    }
    const asked = overview.alarms.filter(({ name }) => wanted === undefined || name === wanted.alarm.name)
    if (asked.length === 0) return { result: 'unknown', figure: `there is no alarm in ${environment.name}` }
    return {
      ...judge(asked, wanted !== undefined),
      ...(overview.mutesUnread === undefined ? {} : { lines: [overview.mutesUnread, ...linesOf(asked)] }),
    }
  },
})

function judge(alarms: readonly ExplainedAlarm[], isNamed: boolean) {
  const inAlarm = alarms.filter(({ state }) => state === 'ALARM')
  const rings = inAlarm.filter(({ mute }) => mute === undefined)
  const muted = inAlarm.filter(({ mute }) => mute !== undefined)
  const silent = alarms.filter(({ state }) => state === 'INSUFFICIENT_DATA')
  const figure = [
    rings.length > 0
      ? `${counted(rings.length, 'alarm rings', 'alarms ring')}: ${namesOf(rings)}`
      : isNamed
        ? `${namesOf(alarms)} does not ring`
        : `none of ${counted(alarms.length, 'alarm')} rings`,
    ...(muted.length > 0 ? [`${muted.length} muted: ${namesOf(muted)}`] : []),
    ...(silent.length > 0 ? [isNamed ? 'it has no data' : `${silent.length} without data`] : []),
  ].join('; ')
  const warns = muted.length > 0 || (isNamed && silent.length > 0)
  const lines = linesOf(alarms)
  return {
    result: rings.length > 0 ? ('fail' as const) : warns ? ('warn' as const) : ('pass' as const),
    figure,
    value: rings.length,
    ...(lines.length === 0 ? {} : { lines }),
  }
}

function namesOf(alarms: readonly ExplainedAlarm[]): string {
  return firstOf(alarms.map(({ shortName }) => shortName))
}

/** What rings, in words; those muted with who muted them. */
function linesOf(alarms: readonly ExplainedAlarm[]): readonly string[] {
  return alarms
    .filter(({ state }) => state === 'ALARM')
    .slice(0, 10)
    .map(({ shortName, says, reason, mute }) => {
      const by = mute === undefined ? '' : ` (muted by ${mute.by.name})`
      return `${shortName}${by}: ${says ?? reason}`
    })
}
