import type { ReactNode } from 'react'
import { colorOf } from './palette.js'
import { PieChart, type Segment } from './pie-chart.js'

interface Series {
  readonly name: string
  readonly data: readonly { readonly label: string; readonly value: number }[]
}

interface SeriesChart {
  readonly type: 'line' | 'bar' | 'area'
  readonly series: readonly Series[]
  readonly axis_config?: {
    readonly categories?: readonly string[]
    readonly x_label?: string
    readonly y_label?: string
  }
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export interface DataVisualizationBlock {
  readonly type: 'data_visualization'
  readonly block_id?: string
  readonly title?: string
  readonly chart: SeriesChart | { readonly type: 'pie'; readonly segments: readonly Segment[] }
}

const width = 560
const height = 200
const left = 48
const bottom = 24

export function Chart({ block }: { readonly block: DataVisualizationBlock }): ReactNode {
  const { chart, title } = block
  const names = chart.type === 'pie' ? [] : chart.series.map((series) => series.name)
  return (
    <figure className="chart">
      {title && <figcaption>{title}</figcaption>}
      {chart.type === 'pie' ? (
        <PieChart segments={chart.segments} />
      ) : (
        <>
          {chart.axis_config?.y_label && <p className="axis">↑ {chart.axis_config.y_label}</p>}
          <Plot chart={chart} title={title ?? 'Chart'} />
          {chart.axis_config?.x_label && <p className="axis along">{chart.axis_config.x_label} →</p>}
        </>
      )}
      <ul className="legend">
        {names.map((name, index) => (
          <li key={name}>
            <span style={{ background: colorOf(index) }} />
            {name}
          </li>
        ))}
      </ul>
    </figure>
  )
}

function Plot({ chart, title }: { readonly chart: SeriesChart; readonly title: string }): ReactNode {
  const categories = chart.axis_config?.categories ?? chart.series[0]?.data.map((point) => point.label) ?? []
  const values = chart.series.flatMap((series) => series.data.map((point) => point.value))
  const low = Math.min(0, ...values)
  const high = niceMaximum(Math.max(0, ...values))
  const slot = (width - left) / Math.max(1, categories.length)
  const x = (index: number): number => left + slot * (index + 0.5)
  const y = (value: number): number => 8 + (height - bottom - 8) * (1 - (value - low) / (high - low))
  const everyLabel = Math.ceil(categories.length / 8)
  const ticks = [low, low + (high - low) / 2, high]
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {tick.toLocaleString('en-US', {
              maximumFractionDigits: 2,
              notation: high >= 100_000 ? 'compact' : 'standard',
            })}
          </text>
        </g>
      ))}
      {categories.map((category, index) =>
        index % everyLabel === 0 ? (
          <text key={category} x={x(index)} y={height - 6} textAnchor="middle">
            {category}
          </text>
        ) : null,
      )}
      {chart.series.map((series, index) => (
        <SeriesShape key={series.name} chart={chart} series={series} index={index} slot={slot} x={x} y={y} />
      ))}
    </svg>
  )
}

interface SeriesShapeProps {
  readonly chart: SeriesChart
  readonly series: Series
  readonly index: number
  readonly slot: number
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

function SeriesShape({ chart, series, index, slot, x, y }: SeriesShapeProps): ReactNode {
  const color = colorOf(index)
  if (chart.type === 'bar') {
    const bar = (slot * 0.7) / chart.series.length
    return series.data.map((point, position) => (
      <rect
        key={position}
        x={x(position) - slot * 0.35 + bar * index}
        y={Math.min(y(point.value), y(0))}
        width={Math.max(1, bar - 1)}
        height={Math.abs(y(point.value) - y(0))}
        fill={color}
      >
        <title>{`${point.label} · ${series.name}: ${point.value}`}</title>
      </rect>
    ))
  }
  const points = series.data.map((point, position) => `${x(position)},${y(point.value)}`).join(' ')
  const base = `${x(series.data.length - 1)},${y(0)} ${x(0)},${y(0)}`
  return (
    <>
      {chart.type === 'area' && <polygon points={`${points} ${base}`} fill={color} opacity={0.18} />}
      <polyline points={points} fill="none" stroke={color} strokeWidth={2} strokeLinejoin="round" />
      {series.data.map((point, position) => (
        <circle key={position} cx={x(position)} cy={y(point.value)} r={2.5} fill={color}>
          <title>{`${point.label} · ${series.name}: ${point.value}`}</title>
        </circle>
      ))}
    </>
  )
}

/** The next of 1, 2, 2.5, 5, 10 … so that the axis ends on a round number. */
function niceMaximum(value: number): number {
  if (value <= 0) return 1
  const magnitude = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 2.5, 5, 10].find((step) => step * magnitude >= value) ?? 10) * magnitude
}
