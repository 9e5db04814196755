import type { World } from '../world.js'
import { changeAlarm } from './change-alarm.js'
import { type AlarmRecord, sourceKey } from './model.js'
import { series } from './series.js'

/** Looks at the last complete periods of every alarm nobody set by hand, and rings or clears it. */
export function evaluateAlarms(world: World): void {
  for (const alarm of world.alarms.values()) if (!alarm.isHeld) evaluateAlarm(world, alarm)
}

type Datapoint = readonly [at: number, value: number]

function evaluateAlarm(world: World, alarm: AlarmRecord): void {
  const { period, evaluationPeriods } = alarm
  const source = world.metricSources.get(sourceKey(alarm.namespace, alarm.dimensions))
  if (source === undefined) return
  const present = world.time.now()
  // Time that runs faster shortens what is waited for, and so the periods.
  const every = (period * 1000) / world.time.speed
  const end = Math.floor(present / every) * every
  const start = end - evaluationPeriods * every
  const request = { metric: alarm.metric, stat: alarm.statistic, period, every, start, end, present }
  const values = [...series(source, request)]
  const breaching = values.filter(([, value]) => isBreaching(alarm, value))
  const state = stateOf(alarm, values, breaching)
  if (state === alarm.state) return
  const reason =
    state === 'ALARM' ? ringing(alarm, breaching) : state === 'OK' ? quiet(alarm) : unknown(alarm)
  changeAlarm(world, alarm, state, reason, reasonData(alarm, values, present))
}

function isBreaching({ comparison, threshold }: AlarmRecord, value: number): boolean {
  return comparison === 'LessThanThreshold' ? value < threshold : value > threshold
}

function stateOf(
  alarm: AlarmRecord,
  values: readonly Datapoint[],
  breaching: readonly Datapoint[],
): 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' {
  if (values.length === 0 && alarm.missing === 'missing') return 'INSUFFICIENT_DATA'
  return breaching.length >= alarm.evaluationPeriods ? 'ALARM' : 'OK'
}

function ringing(alarm: AlarmRecord, breaching: readonly Datapoint[]): string {
  const points = breaching
    .map(([at, value]) => `${value.toFixed(1)} (${new Date(at).toISOString()})`)
    .reverse()
  const how = alarm.comparison === 'LessThanThreshold' ? 'less' : 'greater'
  const count = alarm.evaluationPeriods
  return (
    `Threshold Crossed: ${count} out of the last ${count} datapoints [${points.join(', ')}] were ${how} than the ` +
    `threshold (${alarm.threshold.toFixed(1)}) (minimum ${count} datapoints for OK -> ALARM transition).`
  )
}

function quiet(alarm: AlarmRecord): string {
  const count = alarm.evaluationPeriods
  return `Threshold Crossed: not all of the last ${count} datapoints were breaching the threshold (${alarm.threshold.toFixed(1)}).`
}

function unknown(alarm: AlarmRecord): string {
  const count = alarm.evaluationPeriods
  return `Insufficient Data: ${count} datapoints were unknown.`
}

/** Version 1.0 of StateReasonData, with its spelling of times: `2026-11-23T10:00:00.000+0000`. */
function reasonData(alarm: AlarmRecord, values: readonly Datapoint[], present: number): string {
  const spell = (at: number) => new Date(at).toISOString().replace('Z', '+0000')
  const [first] = values
  return JSON.stringify({
    version: '1.0',
    queryDate: spell(present),
    ...(first === undefined ? {} : { startDate: spell(first[0]) }),
    statistic: alarm.statistic,
    period: alarm.period,
    recentDatapoints: values.map(([, value]) => value),
    threshold: alarm.threshold,
    evaluatedDatapoints: values
      .map(([at, value]) => ({ timestamp: spell(at), sampleCount: alarm.period / 60, value }))
      .toReversed(),
  })
}
