import type { ActionsBlockElement, AnyBlock, InputBlockElement, KnownBlock } from '@slack/types'
import type { Value, Values } from './surface.js'

export type FormElement = ActionsBlockElement | InputBlockElement

/** What the bot put into an element before anybody touched it; empty text or list where it put nothing. */
export function initialValue(element: FormElement): Value {
  switch (element.type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return element.initial_option?.value ?? ''
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return (element.initial_options ?? []).map((option) => option.value ?? '')
    case 'users_select':
      return element.initial_user ?? ''
    case 'multi_users_select':
      return element.initial_users ?? []
    case 'channels_select':
      return element.initial_channel ?? ''
    case 'multi_channels_select':
      return element.initial_channels ?? []
    case 'conversations_select':
      return element.initial_conversation ?? ''
    case 'multi_conversations_select':
      return element.initial_conversations ?? []
    case 'datepicker':
      return element.initial_date ?? ''
    case 'timepicker':
      return element.initial_time ?? ''
    case 'datetimepicker':
      return element.initial_date_time === undefined ? '' : String(element.initial_date_time)
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return element.initial_value ?? ''
    default:
      return ''
  }
}

/**
 * The values a submission carries, by block id, then action id: what was chosen or filled in beforehand, and what was
 * emptied. Fields that nobody filled in are left out.
 */
export function formValues(blocks: readonly AnyBlock[], typed: Values): Values {
  const values: Record<string, Record<string, Value>> = {}
  for (const { blockId, element } of formElements(blocks as readonly KnownBlock[])) {
    const actionId = element.action_id ?? ''
    const value = currentValue(blockId, element, typed)
    const touched = typed[blockId]?.[actionId] !== undefined
    if (touched || value.length > 0) values[blockId] = { ...values[blockId], [actionId]: value }
  }
  return values
}

/** What an element holds now: what was typed or chosen, else what the bot put in. */
export function currentValue(blockId: string, element: FormElement, typed: Values): Value {
  return typed[blockId]?.[element.action_id ?? ''] ?? initialValue(element)
}

interface PlacedElement {
  readonly blockId: string
  readonly element: FormElement
}

function formElements(blocks: readonly KnownBlock[]): readonly PlacedElement[] {
  return blocks
    .flatMap((block): PlacedElement[] => {
      const blockId = block.block_id ?? ''
      if (block.type === 'input') return [{ blockId, element: block.element }]
      if (block.type === 'actions') return block.elements.map((element) => ({ blockId, element }))
      if (block.type !== 'section' || !block.accessory || block.accessory.type === 'image') return []
      return [{ blockId, element: block.accessory }]
    })
    .filter(({ element }) => !['button', 'overflow', 'workflow_button'].includes(element.type))
}
