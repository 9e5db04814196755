import type { WidgetDefinition } from './widget-definition.js'
import { scaleOf, shortNumber } from './widget-scale.js'
import type { Drawn } from './widget-series.js'
import { box, cutTo, grid, ink, label, line, quiet, widthOf } from './widget-svg.js'

interface Area {
  readonly top: number
  readonly bottom: number
  readonly right: number
}

const marks: Readonly<Record<string, string>> = {
  Percent: '%',
  Seconds: ' s',
  Milliseconds: ' ms',
  Bytes: 'B',
}

/** The newest value of each metric, large, beside each other. */
export function singleValueSvg(drawn: readonly Drawn[], area: Area): string {
  const columns = Math.max(1, Math.min(drawn.length, Math.floor((area.right - 20) / 110)))
  const rows = Math.ceil(drawn.length / columns)
  const width = (area.right - 20) / columns
  const height = (area.bottom - area.top) / Math.max(1, rows)
  return drawn
    .map((one, index) => {
      const x = 10 + (index % columns) * width + width / 2
      const y = area.top + Math.floor(index / columns) * height + height / 2
      const value = one.points.at(-1)?.[1]
      const text = value === undefined ? '--' : `${shortNumber(value)}${marks[one.unit ?? ''] ?? ''}`
      const size = Math.max(12, Math.min(36, height * 0.4, (width - 8) / (widthOf(text, 1) || 1)))
      const name = cutTo(one.label, width - 24)
      const nameWidth = widthOf(name)
      return [
        label(x, y + size * 0.2, text, { size, anchor: 'middle', color: ink }),
        box(x - nameWidth / 2 - 14, y + size * 0.2 + 9, 9, 9, one.color),
        label(x + 4, y + size * 0.2 + 17, name, { anchor: 'middle' }),
      ].join('\n')
    })
    .join('\n')
}

/** The newest value of each metric as a bar of its length. */
export function barSvg(definition: WidgetDefinition, drawn: readonly Drawn[], area: Area): string {
  const values = drawn.map(({ points }) => points.at(-1)?.[1])
  const names = drawn.map((one) => cutTo(one.label, area.right * 0.35))
  const left = 16 + Math.max(20, ...names.map((name) => widthOf(name)))
  const right = area.right - 52
  const known = values.filter((value) => value !== undefined)
  const scale = scaleOf([0, ...known], definition.yAxis.left, Math.max(2, Math.floor((right - left) / 80)))
  const xOf = (value: number) => left + ((value - scale.min) / (scale.max - scale.min || 1)) * (right - left)
  const bottom = area.bottom - 20
  const height = (bottom - area.top) / Math.max(1, drawn.length)
  return [
    ...scale.ticks.flatMap((tick) => [
      line(xOf(tick), area.top, xOf(tick), bottom, grid),
      label(xOf(tick), bottom + 15, shortNumber(tick), { anchor: 'middle' }),
    ]),
    ...drawn.map((one, index) => {
      const middle = area.top + height * (index + 0.5)
      const value = values[index]
      const thick = Math.min(26, height * 0.64)
      const end = value === undefined ? left : xOf(value)
      return [
        label(left - 6, middle + 4, names[index] ?? '', { anchor: 'end' }),
        box(left, middle - thick / 2, end - left, thick, one.color),
        label(end + 5, middle + 4, value === undefined ? 'no data' : shortNumber(value), { color: quiet }),
      ].join('\n')
    }),
    line(left, area.top, left, bottom, '#aab7b8'),
  ].join('\n')
}
