import { createRequire } from 'node:module'
import type {
  GetMetricWidgetImageCommandInput,
  GetMetricWidgetImageCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import type * as ResvgModule from '@resvg/resvg-js'
import { AwsError } from '../errors.js'
import type { Handler } from '../handler.js'
import { timeSeriesSvg } from './widget-chart.js'
import { readDefinition, type WidgetDefinition } from './widget-definition.js'
import { barSvg, singleValueSvg } from './widget-numbers.js'
import { type Drawn, drawnSeries } from './widget-series.js'
import { box, cutTo, ink, label, quiet, widthOf } from './widget-svg.js'

const require = createRequire(import.meta.url)

const getMetricWidgetImage: Handler<GetMetricWidgetImageCommandInput, GetMetricWidgetImageCommandOutput> = (
  input,
  { world },
) => {
  const { MetricWidget: text, OutputFormat: format = 'png' } = input
  if (text === undefined) throw new AwsError('MissingParameter', 'The parameter MetricWidget is required.')
  if (format !== 'png') {
    throw new AwsError('ValidationError', `The value ${format} for parameter OutputFormat is not supported.`)
  }
  const definition = readDefinition(text, world.time.now())
  const svg = widgetSvg(definition, drawnSeries(definition, world))
  return { MetricWidgetImage: pictureOf(svg) }
}

/** The whole picture: title above, legend below or beside, and between them what the view asks for. */
export function widgetSvg(definition: WidgetDefinition, drawn: readonly Drawn[]): string {
  const { width, height, title, view } = definition
  const heading = title === '' ? '' : label(width / 2, 21, cutTo(title, width - 20, 14), headingStyle)
  const top = title === '' ? 6 : 32
  const legend = view === 'timeSeries' ? legendOf(definition, drawn) : noLegend
  const area = { top, bottom: height - legend.height - 4, right: width - legend.width }
  const empty = drawn.every(({ points }) => points.length === 0)
  const content =
    view === 'singleValue'
      ? singleValueSvg(drawn, area)
      : view === 'bar'
        ? barSvg(definition, drawn, area)
        : timeSeriesSvg(definition, drawn, area)
  const nothing =
    empty && view === 'timeSeries'
      ? label(area.right / 2, (area.top + area.bottom) / 2, 'No data available.', {
          anchor: 'middle',
          size: 12,
        })
      : ''
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans">`,
    box(0, 0, width, height, '#ffffff'),
    heading,
    content,
    nothing,
    legend.svg,
    '</svg>',
  ].join('\n')
}

const headingStyle = { size: 14, anchor: 'middle', color: ink, bold: true } as const
const noLegend = { svg: '', height: 0, width: 0 }
const row = 16
/** Larger legends would leave nothing to the lines. */
const mostRows = 4

function legendOf({ legend, width, height }: WidgetDefinition, drawn: readonly Drawn[]) {
  if (legend === 'hidden') return noLegend
  if (legend === 'right') {
    const beside = Math.min(width * 0.35, 24 + Math.max(...drawn.map((one) => widthOf(one.label))))
    const svg = drawn
      .slice(0, Math.floor((height - 40) / row))
      .map((one, index) => entry(one, width - beside + 6, 44 + index * row, beside - 24))
      .join('\n')
    return { svg, height: 0, width: beside }
  }
  const rows: Drawn[][] = [[]]
  let used = 0
  for (const one of drawn) {
    const wide = Math.min(width - 20, widthOf(one.label) + 30)
    if (used > 0 && used + wide > width - 20) {
      rows.push([])
      used = 0
    }
    rows.at(-1)?.push(one)
    used += wide
  }
  const shown = rows.slice(0, mostRows)
  const svg = shown
    .flatMap((line, at) => {
      const y = height - (shown.length - at) * row + 8
      const total = line.reduce((sum, one) => sum + Math.min(width - 20, widthOf(one.label) + 30), 0)
      let x = Math.max(10, (width - total) / 2)
      return line.map((one) => {
        const placed = entry(one, x, y, width - 40)
        x += widthOf(one.label) + 30
        return placed
      })
    })
    .join('\n')
  return { svg, height: shown.length * row + 2, width: 0 }
}

function entry(one: Drawn, x: number, y: number, room: number): string {
  return [box(x, y - 9, 10, 10, one.color), label(x + 15, y, cutTo(one.label, room), { color: quiet })].join(
    '\n',
  )
}

/** Loaded with the first picture: the sandbox alone draws, and what runs in production never loads it. */
function pictureOf(svg: string): Uint8Array {
  const { Resvg } = require('@resvg/resvg-js') as typeof ResvgModule
  const fontFiles = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
    require.resolve(`dejavu-fonts-ttf/ttf/${name}`),
  )
  // The machine's own fonts would make the same picture differ from one machine to the next.
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' }
  return new Resvg(svg, { font }).render().asPng()
}

export const widgetImageHandlers = { GetMetricWidgetImage: getMetricWidgetImage }
