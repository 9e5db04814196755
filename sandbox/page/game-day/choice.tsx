import type { ReactNode } from 'react'

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly values: readonly Value[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
}

/** One of a few words. */
export function Choice<Value extends string>({
  label,
  values,
  value,
  onChoose,
}: ChoiceProps<Value>): ReactNode {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={({ target }) => onChoose(target.value as Value)}>
        {values.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  )
}
