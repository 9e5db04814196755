import { fractionAfter, hashOf } from '../identity.js'
import type { MetricIncident, MetricShape, MetricSource } from './model.js'

const minute = 60_000
const hour = 3_600_000
const day = 24 * hour

export interface SeriesRequest {
  metric: string
  /** `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p95`. */
  stat: string
  /** Seconds. */
  period: number
  /** Milliseconds between two values, where they are closer than a period: each tells what a whole period of the like would. */
  every?: number
  start: number
  end: number
  /** Nothing is measured after this moment. */
  present: number
}

/** The moments and values of a metric, oldest first; empty where the source does not measure it. */
export function series(source: MetricSource, request: SeriesRequest): Map<number, number> {
  const { metric, stat, start, end, present } = request
  const length = request.period * 1000
  const period = request.every ?? length
  const shape = source.shapes.get(metric)
  const values = new Map<number, number>()
  if (shape === undefined) return values
  const noise = noiseOf(source, metric)
  for (let at = Math.floor(start / period) * period; at < end && at <= present; at += period) {
    if (at < start - period + 1) continue
    const samples = Math.min(
      5,
      Math.max(1, Math.ceil((length * Math.min(1, (present - at) / period)) / minute)),
    )
    const mean = meanOf(source, shape, noise, { at, span: Math.min(period, present - at), samples })
    if (mean === undefined) continue
    if (shape.isSparse === true && Math.round((mean * length) / minute) === 0) continue
    values.set(at, statistic(shape, stat, mean, length))
  }
  return values
}

interface Span {
  readonly at: number
  /** Milliseconds. */
  readonly span: number
  readonly samples: number
}

/** The mean of a period from at most five samples in it: the rhythm is slow, more would change nothing. */
function meanOf(
  source: MetricSource,
  shape: MetricShape,
  noise: Noise,
  { at, span, samples }: Span,
): number | undefined {
  let sum = 0
  let measured = 0
  for (let sample = 0; sample < samples; sample += 1) {
    // The last sample lies at the end, so that a change within the period already shows.
    const moment = at + (span * (sample + 1)) / samples
    const value = valueAt(source, shape, noise, moment)
    if (value === undefined) continue
    sum += value
    measured += 1
  }
  return measured === 0 ? undefined : sum / measured
}

/** A metric, and the beginnings of what its noise is made from: hashed once for all of its points. */
interface Noise {
  readonly metric: string
  readonly coarse: number
  readonly fine: number
}

function noiseOf(source: MetricSource, metric: string): Noise {
  const coarse = hashOf(`${source.key}/${metric}`)
  return { metric, coarse: hashOf('@', coarse), fine: hashOf('/fine@', coarse) }
}

function valueAt(source: MetricSource, shape: MetricShape, noise: Noise, at: number): number | undefined {
  const { metric, coarse, fine } = noise
  if (source.begins !== undefined && at < source.begins) return undefined
  const override = source.overrides.findLast((set) => set.metric === metric && set.since <= at)
  if (override !== undefined && override.value !== undefined) return override.value
  const range = shape.high - shape.low
  const moves = smoothNoise(coarse, at, 20 * minute) * 0.16 + smoothNoise(fine, at, 2 * minute) * 0.05
  const value = Math.max(0, shape.low + range * (rhythm(at) * 0.85 + moves))
  return source.adjust(metric, troubled(source.incidents, metric, value, at), at)
}

/** The value of a metric as its incidents move it; a little of its own rhythm stays. */
function troubled(incidents: readonly MetricIncident[], metric: string, value: number, at: number): number {
  return incidents.reduce((moved, incident) => {
    if (incident.metric !== metric || at <= incident.from || at >= incident.until) return moved
    const up = Math.min(1, (at - incident.from) / Math.max(1, incident.peak - incident.from))
    const down = at <= incident.ebb ? 1 : (incident.until - at) / Math.max(1, incident.until - incident.ebb)
    return moved + (incident.height - moved) * 0.92 * Math.min(up, down)
  }, value)
}

/** 0 in the small hours of Sydney, 1 in the early afternoon. */
export function rhythm(at: number): number {
  const sydney = (at + 10 * hour) % day
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * (sydney - 3 * hour)) / day)
}

/** Between 0 and 1, changing smoothly from one `step` to the next. */
function smoothNoise(begun: number, at: number, step: number): number {
  const index = Math.floor(at / step)
  const share = at / step - index
  const ease = share * share * (3 - 2 * share)
  return fractionAfter(begun, String(index)) * (1 - ease) + fractionAfter(begun, String(index + 1)) * ease
}

function statistic(shape: MetricShape, stat: string, mean: number, period: number): number {
  const minutes = period / minute
  switch (stat) {
    case 'Average':
      return mean
    case 'Sum':
      return shape.kind === 'count' ? Math.round(mean * minutes) : mean * minutes
    case 'SampleCount':
      return shape.kind === 'count' ? Math.round(mean * minutes) : Math.max(1, minutes)
    case 'Minimum':
      return mean * quantile(shape.spread, 0)
    case 'Maximum':
      return mean * quantile(shape.spread, 0.999)
    default:
      return mean * quantile(shape.spread, Number(stat.slice(1)) / 100)
  }
}

/** An exponential tail: most answers are a little faster than the mean, few much slower. */
function quantile(spread: number, share: number): number {
  if (spread === 0) return 1
  const tail = Math.min(1, -Math.log(1 - Math.min(share, 0.999)) / -Math.log(0.001))
  return 0.8 + (0.2 + spread) * tail
}

export function isStatistic(stat: string): boolean {
  if (/^(Average|Sum|SampleCount|Minimum|Maximum)$/.test(stat)) return true
  const percentile = /^p(\d{1,2}(\.\d{1,10})?|100)$/.exec(stat)
  return percentile !== null
}
