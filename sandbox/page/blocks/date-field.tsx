import type { Datepicker, DateTimepicker, Timepicker } from '@slack/types'
import type { ReactNode } from 'react'
import type { FieldProps } from './element.js'

const inputTypes = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const

/** The value is `YYYY-MM-DD`, `HH:mm` or, for a date with a time, seconds since 1970, as in Slack's payloads. */
export function DateField(props: FieldProps<Datepicker | Timepicker | DateTimepicker>): ReactNode {
  const { element, value, onChange, disabled, labelledBy } = props
  const type = inputTypes[element.type]
  const withTime = element.type === 'datetimepicker'
  return (
    <input
      className="field"
      type={type}
      disabled={disabled}
      value={withTime ? toLocal(String(value)) : String(value)}
      aria-labelledby={labelledBy}
      aria-label={labelledBy ? undefined : type === 'time' ? 'Time' : 'Date'}
      onChange={(event) => onChange(withTime ? fromLocal(event.target.value) : event.target.value)}
    />
  )
}

function toLocal(seconds: string): string {
  if (seconds === '') return ''
  const instant = Number(seconds) * 1000
  const offset = new Date(instant).getTimezoneOffset() * 60_000
  return new Date(instant - offset).toISOString().slice(0, 16)
}

function fromLocal(text: string): string {
  return text === '' ? '' : String(Math.floor(new Date(text).getTime() / 1000))
}
