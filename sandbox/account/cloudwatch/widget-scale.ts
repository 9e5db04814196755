import type { AxisRange } from './widget-definition.js'

export interface Scale {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

/** Round numbers that hold all values, from zero unless the values begin far above it. */
export function scaleOf(values: readonly number[], range: AxisRange, wanted: number): Scale {
  const known = values.filter(Number.isFinite)
  const lowest = known.length === 0 ? 0 : Math.min(...known)
  const highest = known.length === 0 ? 1 : Math.max(...known)
  // Like CloudWatch: a line is spread over the height; what varies by less than its distance from zero does not begin there.
  const spread = highest - lowest
  const fromZero = lowest >= 0 && (spread === 0 || lowest < spread * 1.5)
  const min = range.min ?? (fromZero ? 0 : lowest - spread * 0.1)
  const max = range.max ?? (highest <= min ? min + 1 : highest + (highest - min) * 0.04)
  const step = niceStep((max - min) / Math.max(1, wanted))
  const first = range.min ?? Math.floor(min / step) * step
  const last = range.max ?? Math.ceil(max / step) * step
  const ticks: number[] = []
  for (let tick = Math.ceil(first / step) * step; tick <= last + step / 1e6; tick += step) {
    ticks.push(Math.abs(tick) < step / 1e6 ? 0 : tick)
  }
  return { min: first, max: last, ticks }
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-12)))
  const share = rough / power
  return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 2.5 ? 2.5 : share <= 5 ? 5 : 10) * power
}

/** `14.2G`, `350`, `0.05`: short enough for an axis. */
export function shortNumber(value: number): string {
  const size = Math.abs(value)
  for (const [unit, above] of [
    ['T', 1e12],
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const) {
    if (size >= above) return `${trimmed(value / above)}${unit}`
  }
  return trimmed(value)
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(3)))
}

const minute = 60_000
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080].map(
  (count) => count * minute,
)

export interface TimeTick {
  readonly at: number
  readonly text: string
}

/** Moments that fall on round times of the wall clock, at most `most`. `offset` in minutes east of UTC. */
export function timeTicks(start: number, end: number, offset: number, most: number): TimeTick[] {
  const step = steps.find((candidate) => (end - start) / candidate <= Math.max(1, most)) ?? 10_080 * minute
  const shift = offset * minute
  const ticks: TimeTick[] = []
  for (let wall = Math.ceil((start + shift) / step) * step; wall - shift <= end; wall += step) {
    const iso = new Date(wall).toISOString()
    const isDay = step >= 1_440 * minute || iso.slice(11, 16) === '00:00'
    ticks.push({ at: wall - shift, text: isDay ? iso.slice(5, 10).replace('-', '/') : iso.slice(11, 16) })
  }
  return ticks
}
