import type { Measurement } from './status.js'

const words: Readonly<Record<Measurement['metric'], string>> = {
  cpu: 'CPU',
  memory: 'memory',
  '5xx': '5xx errors a minute',
  'response time': 'response time (p95)',
  'hit rate': 'hit rate',
  connections: 'connections',
  'unhealthy targets': 'unhealthy targets',
}

/** `CPU 43 %`, `24 connections`; `CPU: no data` where there was none. */
export function describeFigure({ metric, unit, value }: Measurement): string {
  if (value === undefined) return `${words[metric]}: no data`
  if (unit !== 'count') return `${words[metric]} ${inUnit(value, unit)}`
  return `${inUnit(value, unit)} ${Math.round(value) === 1 ? singular(metric) : words[metric]}`
}

/** `CPU`, `5xx errors a minute` */
export function describeMetric({ metric }: Pick<Measurement, 'metric'>): string {
  return words[metric]
}

/** `database CPU 43 %`, `database 24 connections` */
export function describeMeasurement(measurement: Measurement): string {
  return `${measurement.subject} ${describeFigure(measurement)}`
}

function singular(metric: Measurement['metric']): string {
  return words[metric].replace(/(error|connection|target)s\b/, '$1')
}

/** `below 80 %`, `above 80 %`; a count below 1 reads `none`. */
export function describeTarget({ target, unit }: Measurement): string {
  if ('above' in target) return `above ${inUnit(target.above, unit)}`
  if (unit === 'count' && target.below === 1) return 'none'
  return `below ${inUnit(target.below, unit)}`
}

function inUnit(value: number, unit: Measurement['unit']): string {
  if (unit === 'percent') return `${Math.round(value)} %`
  if (unit === 'count') return Math.round(value).toLocaleString('en')
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${Number(value.toFixed(1))} s`
}
