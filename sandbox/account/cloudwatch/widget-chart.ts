import type { AxisRange, WidgetDefinition } from './widget-definition.js'
import { type Scale, scaleOf, shortNumber, timeTicks } from './widget-scale.js'
import type { Drawn } from './widget-series.js'
import { cutTo, grid, label, line, round, widthOf } from './widget-svg.js'

/** The part of the picture that the lines have. */
interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

interface Side {
  readonly scale: Scale
  readonly unit: string
}

/** Lines or stacked areas over time, in `top` to `bottom` of the picture. */
export function timeSeriesSvg(
  definition: WidgetDefinition,
  drawn: readonly Drawn[],
  area: { readonly top: number; readonly bottom: number; readonly right: number },
): string {
  const stacks = definition.stacked ? stackedOn(drawn) : undefined
  const left = sideOf('left', definition, drawn, stacks, area)
  const right = sideOf('right', definition, drawn, stacks, area)
  const hasUnits = left?.unit !== '' || (right !== undefined && right.unit !== '')
  const plot: Plot = {
    left: 10 + (left === undefined ? 0 : widestOf(left.scale) + 6),
    right: area.right - 14 - (right === undefined ? 0 : widestOf(right.scale) + 4),
    top: area.top + (hasUnits ? 16 : 6),
    bottom: area.bottom - 20,
  }
  const xOf = (at: number) =>
    plot.left + ((at - definition.start) / (definition.end - definition.start)) * (plot.right - plot.left)
  const yOf = (value: number, { min, max }: Scale) =>
    plot.bottom - ((value - min) / (max - min || 1)) * (plot.bottom - plot.top)
  return [
    axis(left, 'left', plot, yOf),
    axis(right, 'right', plot, yOf),
    times(definition, plot, xOf),
    `<clipPath id="plot"><rect x="${plot.left}" y="${plot.top - 2}" width="${Math.max(0, plot.right - plot.left)}" height="${Math.max(0, plot.bottom - plot.top + 4)}"/></clipPath>`,
    '<g clip-path="url(#plot)">',
    ...drawn.map((one) => {
      const scale = (one.axis === 'right' ? right : left)?.scale
      if (scale === undefined) return ''
      const place = (at: number, value: number): [number, number] => [xOf(at), yOf(value, scale)]
      const base = stacks?.get(one)
      return base === undefined ? curve(one, one.points, place) : filled(one, base, place)
    }),
    '</g>',
    ...thresholds(definition, { left, right }, plot, yOf),
  ].join('\n')
}

function sideOf(
  name: 'left' | 'right',
  definition: WidgetDefinition,
  drawn: readonly Drawn[],
  stacks: ReadonlyMap<Drawn, readonly Stacked[]> | undefined,
  area: { readonly top: number; readonly bottom: number },
): Side | undefined {
  const own = drawn.filter((one) => one.axis === name)
  const lines = definition.annotations.filter((annotation) => annotation.axis === name)
  if (name === 'right' && own.length === 0) return undefined
  const values = own.flatMap((one) =>
    stacks === undefined
      ? one.points.map(([, value]) => value)
      : (stacks.get(one) ?? []).flatMap(({ low, high }) => [low, high]),
  )
  const range: AxisRange = definition.yAxis[name]
  const wanted = Math.max(2, Math.min(5, Math.floor((area.bottom - area.top) / 38)))
  const scale = scaleOf([...values, ...lines.map(({ value }) => value)], range, wanted)
  const units = [...new Set(own.map(({ unit }) => unit))]
  const unit = units.length === 0 ? '' : units.length === 1 ? nameOf(units[0]) : 'Various units'
  return { scale, unit: range.label ?? unit }
}

/** CloudWatch says so, too, where metrics carry no unit. */
function nameOf(unit: string | undefined): string {
  return unit === undefined || unit === 'None' ? 'No unit' : unit
}

function widestOf({ ticks }: Scale): number {
  return Math.max(12, ...ticks.map((tick) => widthOf(shortNumber(tick))))
}

type YOf = (value: number, scale: Scale) => number

function axis(side: Side | undefined, name: 'left' | 'right', plot: Plot, yOf: YOf): string {
  if (side === undefined) return ''
  const { scale, unit } = side
  const isLeft = name === 'left'
  return [
    label(isLeft ? 10 : plot.right + 14, plot.top - 8, unit, {
      ...(isLeft ? {} : { anchor: 'end' as const }),
      size: 10.5,
    }),
    ...scale.ticks.flatMap((tick) => {
      const y = yOf(tick, scale)
      const text = isLeft
        ? label(plot.left - 5, y + 4, shortNumber(tick), { anchor: 'end' })
        : label(plot.right + 5, y + 4, shortNumber(tick))
      return [...(isLeft ? [line(plot.left, y, plot.right, y, grid)] : []), text]
    }),
  ].join('\n')
}

function times(definition: WidgetDefinition, plot: Plot, xOf: (at: number) => number): string {
  const most = Math.max(1, Math.floor((plot.right - plot.left) / 62))
  const ticks = timeTicks(definition.start, definition.end, definition.offset, most)
  return [
    line(plot.left, plot.bottom, plot.right, plot.bottom, '#aab7b8'),
    ...ticks.flatMap(({ at, text }) => {
      const x = xOf(at)
      const half = widthOf(text) / 2
      const placed = Math.min(Math.max(x, plot.left + half - 8), plot.right + 12 - half)
      return [
        line(x, plot.bottom, x, plot.bottom + 4, '#aab7b8'),
        label(placed, plot.bottom + 16, text, { anchor: 'middle' }),
      ]
    }),
  ].join('\n')
}

type Place = (at: number, value: number) => [number, number]

/** A line breaks where a point is missing; a point alone is a dot. */
function curve(one: Drawn, points: readonly (readonly [number, number])[], place: Place): string {
  return runsOf(points, one.step)
    .map((run) => {
      const placed = run.map(([at, value]) => place(at, value).map(round).join(' '))
      if (placed.length > 1) {
        return `<path d="M${placed.join(' L')}" fill="none" stroke="${one.color}" stroke-width="1.8" stroke-linejoin="round"/>`
      }
      const [cx = '', cy = ''] = (placed[0] ?? '').split(' ')
      return `<circle cx="${cx}" cy="${cy}" r="2.2" fill="${one.color}"/>`
    })
    .join('\n')
}

function runsOf(
  points: readonly (readonly [number, number])[],
  step: number,
): (readonly [number, number])[][] {
  const runs: (readonly [number, number])[][] = []
  for (const point of points) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run !== undefined && last !== undefined && point[0] - last[0] <= step * 1.5) run.push(point)
    else runs.push([point])
  }
  return runs
}

interface Stacked {
  readonly at: number
  readonly low: number
  readonly high: number
}

function stackedOn(drawn: readonly Drawn[]): ReadonlyMap<Drawn, readonly Stacked[]> {
  const sums = { left: new Map<number, number>(), right: new Map<number, number>() }
  return new Map(
    drawn.map((one) => {
      const below = sums[one.axis]
      const bands = one.points.map(([at, value]) => {
        const low = below.get(at) ?? 0
        below.set(at, low + value)
        return { at, low, high: low + value }
      })
      return [one, bands]
    }),
  )
}

function filled(one: Drawn, bands: readonly Stacked[], place: Place): string {
  const highs = bands.map(({ at, high }) => [at, high] as const)
  const areas = runsOf(highs, one.step).map((run) => {
    const lows = new Map(bands.map(({ at, low }) => [at, low]))
    const upper = run.map(([at, high]) => place(at, high).map(round).join(' '))
    const lower = run.toReversed().map(([at]) =>
      place(at, lows.get(at) ?? 0)
        .map(round)
        .join(' '),
    )
    return `<path d="M${[...upper, ...lower].join(' L')} Z" fill="${one.color}" fill-opacity="0.55"/>`
  })
  return [...areas, curve(one, highs, place)].join('\n')
}

function thresholds(
  definition: WidgetDefinition,
  sides: { readonly left: Side | undefined; readonly right: Side | undefined },
  plot: Plot,
  yOf: YOf,
): string[] {
  return definition.annotations.map((annotation) => {
    const side = sides[annotation.axis] ?? sides.left
    if (side === undefined) return ''
    const y = yOf(annotation.value, side.scale)
    const color = annotation.color ?? '#d62728'
    const text = cutTo(annotation.label, (plot.right - plot.left) * 0.7, 10.5)
    return [
      line(plot.left, y, plot.right, y, color, { width: 1.4, dash: '5 3' }),
      text === '' ? '' : label(plot.right - 3, y - 4, text, { anchor: 'end', size: 10.5, color }),
    ].join('\n')
  })
}
