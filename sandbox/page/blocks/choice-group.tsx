import type { Checkboxes, Option, RadioButtons } from '@slack/types'
import { type ReactNode, useId } from 'react'
import { Text } from '../mrkdwn/mrkdwn.js'
import type { FieldProps } from './element.js'

export function RadioGroup({
  element,
  value,
  onChange,
  disabled,
  labelledBy,
}: FieldProps<RadioButtons>): ReactNode {
  const name = useId()
  return (
    <div className="choices" role="radiogroup" aria-labelledby={labelledBy}>
      {element.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            disabled={disabled}
            checked={value === option.value}
            onChange={() => onChange(option.value ?? '')}
          />
          <OptionText option={option} />
        </label>
      ))}
    </div>
  )
}

export function CheckboxGroup({
  element,
  value,
  onChange,
  disabled,
  labelledBy,
}: FieldProps<Checkboxes>): ReactNode {
  const chosen = typeof value === 'string' ? [value] : value
  return (
    <div className="choices" role="group" aria-labelledby={labelledBy}>
      {element.options.map((option) => {
        const own = option.value ?? ''
        const checked = chosen.includes(own)
        return (
          <label key={own}>
            <input
              type="checkbox"
              disabled={disabled}
              checked={checked}
              onChange={() => onChange(checked ? chosen.filter((each) => each !== own) : [...chosen, own])}
            />
            <OptionText option={option} />
          </label>
        )
      })}
    </div>
  )
}

function OptionText({ option }: { readonly option: Option }): ReactNode {
  return (
    <span>
      <Text of={option.text} />
      {option.description && (
        <small>
          <Text of={option.description} />
        </small>
      )}
    </span>
  )
}
