import type { Button, Overflow } from '@slack/types'
import type { ReactNode } from 'react'
import { Text } from '../mrkdwn/mrkdwn.js'
import { isSafeUrl } from '../mrkdwn/parse.js'
import { CheckboxGroup, RadioGroup } from './choice-group.js'
import { currentValue, type FormElement } from './form.js'
import { Menu } from './menu.js'
import { MultiSelectMenu, SelectMenu } from './select-menu.js'
import { elementKey, useSurface, type Value } from './surface.js'
import { TextField } from './text-field.js'
import { DateField } from './date-field.js'

interface ElementProps {
  readonly blockId: string
  readonly element: FormElement
  /** Whether a change is delivered at once, as outside of input blocks. */
  readonly acts: boolean
  readonly labelledBy?: string
}

/** What the fields share: the value now, and what happens when it changes. */
export interface FieldProps<Kind> {
  readonly element: Kind
  readonly value: Value
  readonly onChange: (value: Value) => void
  /** For fields whose change is not one moment: the person is done with it. */
  readonly onDone: (value: Value) => void
  readonly disabled: boolean
  readonly labelledBy?: string
}

/** An interactive element of any kind. */
export function Element({ blockId, element, acts, labelledBy }: ElementProps): ReactNode {
  const surface = useSurface()
  const actionId = element.action_id ?? ''
  const busy = surface.pending === elementKey(blockId, actionId)
  if (element.type === 'button') return <ButtonElement blockId={blockId} button={element} busy={busy} />
  if (element.type === 'overflow') return <OverflowElement blockId={blockId} overflow={element} busy={busy} />

  const confirm = 'confirm' in element ? element.confirm : undefined
  const deliver = (value: Value): void => {
    if (acts) surface.act({ blockId, actionId, value, confirm })
  }
  const field = {
    value: currentValue(blockId, element, surface.values),
    onChange: (value: Value) => surface.setValue(blockId, actionId, value),
    onDone: deliver,
    disabled: busy,
    ...(labelledBy ? { labelledBy } : {}),
  }
  const chooses = {
    ...field,
    onChange: (value: Value) => {
      field.onChange(value)
      deliver(value)
    },
  }
  switch (element.type) {
    case 'static_select':
    case 'external_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return <SelectMenu element={element} {...chooses} />
    case 'multi_static_select':
    case 'multi_external_select':
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return <MultiSelectMenu element={element} {...field} />
    case 'radio_buttons':
      return <RadioGroup element={element} {...chooses} />
    case 'checkboxes':
      return <CheckboxGroup element={element} {...chooses} />
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateField element={element} {...chooses} />
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return <TextField element={element} {...field} />
    default:
      return <p className="quiet">The sandbox cannot show a “{element.type}”. Slack does.</p>
  }
}

interface ButtonElementProps {
  readonly blockId: string
  readonly button: Button
  readonly busy: boolean
}

function ButtonElement({ blockId, button, busy }: ButtonElementProps): ReactNode {
  const surface = useSurface()
  const { action_id: actionId = '', url, confirm } = button
  return (
    <button
      type="button"
      className={`button ${button.style ?? ''} ${busy ? 'busy' : ''}`}
      disabled={busy}
      aria-busy={busy}
      aria-label={button.accessibility_label}
      onClick={() => {
        if (url && isSafeUrl(url)) window.open(url, '_blank', 'noreferrer')
        surface.act({ blockId, actionId, confirm })
      }}
    >
      <Text of={button.text} />
      {url && <span aria-hidden="true"> ↗</span>}
    </button>
  )
}

interface OverflowElementProps {
  readonly blockId: string
  readonly overflow: Overflow
  readonly busy: boolean
}

function OverflowElement({ blockId, overflow, busy }: OverflowElementProps): ReactNode {
  const surface = useSurface()
  return (
    <Menu label="⋯" name="More actions" disabled={busy}>
      {(close) =>
        overflow.options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="menuitem"
            className="menu-item"
            onClick={() => {
              close()
              if (option.url && isSafeUrl(option.url)) window.open(option.url, '_blank', 'noreferrer')
              const { confirm, action_id: actionId = '' } = overflow
              surface.act({ blockId, actionId, value: option.value ?? '', confirm })
            }}
          >
            <Text of={option.text} />
          </button>
        ))
      }
    </Menu>
  )
}
