import type { ReactNode } from 'react'
import { colorOf } from './palette.js'

export interface Segment {
  readonly label: string
  readonly value: number
}

const radius = 70
const circumference = 2 * Math.PI * radius

/** A ring, its segments clockwise from the top, with values and shares beside it. */
export function PieChart({ segments }: { readonly segments: readonly Segment[] }): ReactNode {
  const total = segments.reduce((sum, segment) => sum + segment.value, 0)
  if (total <= 0) return <p className="quiet">Nothing to show: the segments add up to nothing.</p>
  const starts = segments.map((_segment, index) =>
    segments.slice(0, index).reduce((sum, segment) => sum + segment.value / total, 0),
  )
  return (
    <div className="pie">
      <svg viewBox="0 0 200 200" aria-hidden="true">
        {segments.map((segment, index) => (
          <circle
            key={segment.label}
            cx={100}
            cy={100}
            r={radius}
            fill="none"
            stroke={colorOf(index)}
            strokeWidth={36}
            strokeDasharray={`${(segment.value / total) * circumference} ${circumference}`}
            transform={`rotate(${(starts[index] ?? 0) * 360 - 90} 100 100)`}
          />
        ))}
      </svg>
      <ul className="legend column">
        {segments.map((segment, index) => (
          <li key={segment.label}>
            <span style={{ background: colorOf(index) }} />
            {segment.label}
            <b>
              {segment.value.toLocaleString('en-US')} ({Math.round((segment.value / total) * 100)} %)
            </b>
          </li>
        ))}
      </ul>
    </div>
  )
}
