import type { World } from '../world.js'
import { changeAlarm } from './change-alarm.js'
import { type AlarmRecord, sourceKey } from './model.js'
import { series } from './series.js'

/** Looks at the last complete periods of every alarm nobody set by hand, and rings or clears it. */
export function evaluateAlarms(world: World): void {
  for (const alarm of world.alarms.values()) if (!alarm.isHeld) evaluateAlarm(world, alarm)
}

function evaluateAlarm(world: World, alarm: AlarmRecord): void {
  const { period, evaluationPeriods } = alarm
  const source = world.metricSources.get(sourceKey(alarm.namespace, alarm.dimensions))
  if (source === undefined) return
  const present = world.time.now()
  const end = Math.floor(present / (period * 1000)) * period * 1000
  const values = series(source, {
    metric: alarm.metric,
    stat: alarm.statistic,
    period,
    start: end - evaluationPeriods * period * 1000,
    end,
    present,
  })
  const breaching = [...values].filter(([, value]) =>
    alarm.comparison === 'LessThanThreshold' ? value < alarm.threshold : value > alarm.threshold,
  )
  // Missing data is not breaching, as the alarms are made.
  const isRinging = breaching.length >= evaluationPeriods
  if (isRinging === (alarm.state === 'ALARM')) return
  changeAlarm(world, alarm, isRinging ? 'ALARM' : 'OK', isRinging ? ringing(alarm, breaching) : quiet(alarm))
}

function ringing(alarm: AlarmRecord, breaching: [number, number][]): string {
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
