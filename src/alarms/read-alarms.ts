import type { Aws, MetricQuestion } from '../aws/aws.js'
import { AwsError } from '../aws/aws-error.js'
import { explainAwsError } from '../aws/explain.js'
import { lookAt } from '../aws/look.js'
import { type Alarm, type AlarmsOverview, byAlarmUrgency } from '../core/alarms.js'
import type { Clock } from '../core/clock.js'
import type { Environment } from '../core/environment.js'
import { type Mute, muteOf } from '../core/mutes.js'
import { explainAlarm } from './explain-alarm.js'
import { KeptUnreadable } from '../redis/kept.js'
import type { Mutes } from './mutes.js'
import { readMuteRules, silencedBy } from './silences.js'

export interface ReadAlarmsOptions {
  readonly aws: Aws
  readonly environment: Environment
  readonly mutes: Pick<Mutes, 'list'>
  readonly clock: Clock
  /** Whether it is told what keeps CloudWatch itself from acting: asks for the account's mute rules, too. */
  readonly withSilences?: boolean
}

/** How many ringing alarms' newest values are asked for: one call holds 500, but nobody reads more. */
const valuesAskedFor = 50
/** ms: what rings must not wait for how much. */
const valuesWithin = 3_000
/** s: a value that is older is no news. */
const recent = 15 * 60

/**
 * All alarms of an environment, in words. What fails costs only its part: the alarms themselves (`unread`), the newest values, which of
 * them are muted. Throws only on defects.
 */
export async function readAlarms({
  aws,
  environment,
  mutes,
  clock,
  withSilences = false,
}: ReadAlarmsOptions): Promise<AlarmsOverview> {
  const now = clock.now()
  const muted = mutesOf(mutes)
  muted.catch(() => undefined)
  try {
    const { value: alarms, at, instead } = await aws.alarms()
    const [values, { list, unread }, { rules, unread: rulesUnread }] = await Promise.all([
      newestValues(aws, clock, alarms),
      muted,
      withSilences && alarms.length > 0 ? readMuteRules(aws) : { rules: [] as const, unread: undefined },
    ])
    const silencesOf = (alarm: Alarm) =>
      withSilences ? [...silencedBy(rules, alarm.name, now), ...(alarm.silences ?? [])] : []
    return {
      environment: environment.name,
      at,
      ...(instead === undefined ? {} : { instead }),
      ...(unread === undefined ? {} : { mutesUnread: unread }),
      ...(rulesUnread === undefined ? {} : { rulesUnread }),
      alarms: byAlarmUrgency(alarms).map((alarm) => {
        const value = values.get(alarm.name)
        const mute = muteOf(list, { environment: environment.name, name: alarm.name }, now)
        const circumstances = { environment, now, ...(value === undefined ? {} : { value }) }
        const silences = silencesOf(alarm)
        return {
          ...explainAlarm(alarm, circumstances),
          ...(mute === undefined ? {} : { mute }),
          ...(silences.length === 0 ? {} : { silences }),
        }
      }),
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return { environment: environment.name, at: now, unread: explainAwsError(error), alarms: [] }
  }
}

async function mutesOf(mutes: Pick<Mutes, 'list'>): Promise<{ list: readonly Mute[]; unread?: string }> {
  try {
    return { list: await mutes.list() }
  } catch (error) {
    if (!(error instanceof KeptUnreadable)) throw error
    return { list: [], unread: error.what }
  }
}

/** What CloudWatch saw when an alarm began may be long ago. Sums are left out: those of the running period count too little. */
async function newestValues(
  aws: Aws,
  clock: Clock,
  alarms: readonly Alarm[],
): Promise<ReadonlyMap<string, number>> {
  const questions = alarms.flatMap(({ name, state, rule }): MetricQuestion[] => {
    if (state !== 'ALARM' || rule === undefined) return []
    if (rule.statistic === 'Sum' || rule.statistic === 'SampleCount') return []
    const { namespace, metric, dimensions, statistic, period } = rule
    return [{ key: name, namespace, metric, dimensions, statistic, period }]
  })
  if (questions.length === 0) return new Map()
  try {
    const look = lookAt(aws, { clock, within: valuesWithin })
    return await look.latestMetrics(questions.slice(0, valuesAskedFor), recent)
  } catch (error) {
    if (error instanceof AwsError) return new Map()
    throw error
  }
}
