import type { EmailInput, NumberInput, PlainTextInput, RichTextInput, URLInput } from '@slack/types'
import type { KeyboardEvent, ReactNode } from 'react'
import { plainLabel } from '../mrkdwn/mrkdwn.js'
import type { FieldProps } from './element.js'

type TextElement = PlainTextInput | NumberInput | EmailInput | URLInput | RichTextInput

const inputTypes = {
  plain_text_input: 'text',
  number_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  rich_text_input: 'text',
} as const

export function TextField({
  element,
  value,
  onChange,
  onDone,
  labelledBy,
}: FieldProps<TextElement>): ReactNode {
  const multiline =
    element.type === 'rich_text_input' || ('multiline' in element && element.multiline === true)
  const common = {
    className: 'field',
    value: String(value),
    placeholder: element.placeholder ? plainLabel(element.placeholder) : undefined,
    'aria-labelledby': labelledBy,
    autoFocus: element.focus_on_load === true,
  }
  if (multiline) return <textarea {...common} rows={4} onChange={(event) => onChange(event.target.value)} />
  return (
    <input
      {...common}
      type={inputTypes[element.type]}
      inputMode={element.type === 'number_input' ? 'decimal' : undefined}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key === 'Enter') onDone(event.currentTarget.value)
      }}
    />
  )
}
