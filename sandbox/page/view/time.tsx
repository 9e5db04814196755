import type { ReactNode } from 'react'

/** When a message was posted; with the day, unless it was today. */
export function Time({
  ts,
  withDay = false,
}: {
  readonly ts: string
  readonly withDay?: boolean
}): ReactNode {
  const date = new Date(Number(ts) * 1000)
  const isToday = date.toDateString() === new Date().toDateString()
  const day = isToday ? '' : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, `
  return (
    <time dateTime={date.toISOString()} title={date.toString()}>
      {withDay ? day : ''}
      {date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
    </time>
  )
}
