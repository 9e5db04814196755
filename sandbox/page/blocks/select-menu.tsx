import type { MultiSelect, Select } from '@slack/types'
import type { ReactNode } from 'react'
import { plainLabel, useDirectory } from '../mrkdwn/mrkdwn.js'
import { type Choice, choicesOf } from './choices.js'
import type { FieldProps } from './element.js'
import { Menu } from './menu.js'

export function SelectMenu(props: FieldProps<Select>): ReactNode {
  const { element, value, onChange, disabled, labelledBy } = props
  const choices = choicesOf(element, useDirectory())
  const placeholder = element.placeholder ? plainLabel(element.placeholder) : 'Choose an option'
  const groups = [...new Set(choices.map((choice) => choice.group))]
  return (
    <select
      className="field"
      value={value}
      disabled={disabled}
      aria-labelledby={labelledBy}
      aria-label={labelledBy ? undefined : placeholder}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="" disabled>
        {placeholder}
      </option>
      {groups.map((group) => {
        const options = choices.filter((choice) => choice.group === group).map(option)
        return group ? (
          <optgroup key={group} label={group}>
            {options}
          </optgroup>
        ) : (
          options
        )
      })}
    </select>
  )
}

function option(choice: Choice): ReactNode {
  return (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  )
}

/** Delivered when the menu closes, as Slack does, and not at each tick. */
export function MultiSelectMenu(props: FieldProps<MultiSelect>): ReactNode {
  const { element, value, onChange, onDone, disabled } = props
  const choices = choicesOf(element, useDirectory())
  const chosen = typeof value === 'string' ? [value] : value
  const full = chosen.length >= (element.max_selected_items ?? Number.POSITIVE_INFINITY)
  const labels = choices.filter((choice) => chosen.includes(choice.value)).map((choice) => choice.label)
  const placeholder = element.placeholder ? plainLabel(element.placeholder) : 'Choose options'
  return (
    <Menu label={`${labels.join(', ') || placeholder} ▾`} disabled={disabled} onClose={() => onDone(chosen)}>
      {() =>
        choices.map((choice) => {
          const checked = chosen.includes(choice.value)
          return (
            <label key={choice.value} className="menu-item">
              <input
                type="checkbox"
                checked={checked}
                disabled={full && !checked}
                onChange={() =>
                  onChange(
                    checked ? chosen.filter((each) => each !== choice.value) : [...chosen, choice.value],
                  )
                }
              />
              {choice.label}
            </label>
          )
        })
      }
    </Menu>
  )
}
