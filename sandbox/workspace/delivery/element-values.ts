import { type Node, isNode } from '../blocks/rules.js'

export type Chosen = string | readonly string[]

interface Form {
  /** Field of the payload that holds what was chosen. */
  readonly field: string
  /** Field of the element with what is chosen before anybody chooses. */
  readonly initial: string
  readonly read: (element: Node, value: Chosen) => unknown
  readonly empty: unknown
}

const one = (_element: Node, value: Chosen): string => (typeof value === 'string' ? value : (value[0] ?? ''))
const several = (_element: Node, value: Chosen): readonly string[] =>
  typeof value === 'string' ? [value] : value
const oneOption = (element: Node, value: Chosen): Node => optionOf(element, one(element, value))
const options = (element: Node, value: Chosen): readonly Node[] =>
  several(element, value).map((entry) => optionOf(element, entry))

const written: Form = { field: 'value', initial: 'initial_value', read: one, empty: null }
const option: Form = { field: 'selected_option', initial: 'initial_option', read: oneOption, empty: null }
const optionList: Form = { field: 'selected_options', initial: 'initial_options', read: options, empty: [] }

/** See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
const forms: Readonly<Record<string, Form>> = {
  static_select: option,
  external_select: option,
  overflow: option,
  radio_buttons: option,
  checkboxes: optionList,
  multi_static_select: optionList,
  multi_external_select: optionList,
  users_select: { field: 'selected_user', initial: 'initial_user', read: one, empty: null },
  channels_select: { field: 'selected_channel', initial: 'initial_channel', read: one, empty: null },
  conversations_select: {
    field: 'selected_conversation',
    initial: 'initial_conversation',
    read: one,
    empty: null,
  },
  multi_users_select: { field: 'selected_users', initial: 'initial_users', read: several, empty: [] },
  multi_channels_select: {
    field: 'selected_channels',
    initial: 'initial_channels',
    read: several,
    empty: [],
  },
  multi_conversations_select: {
    field: 'selected_conversations',
    initial: 'initial_conversations',
    read: several,
    empty: [],
  },
  datepicker: { field: 'selected_date', initial: 'initial_date', read: one, empty: null },
  timepicker: { field: 'selected_time', initial: 'initial_time', read: one, empty: null },
  datetimepicker: {
    field: 'selected_date_time',
    initial: 'initial_date_time',
    read: (element, value) => Number(one(element, value)),
    empty: null,
  },
  plain_text_input: written,
  number_input: written,
  email_text_input: written,
  url_text_input: written,
  rich_text_input: { field: 'rich_text_value', initial: 'initial_value', read: richText, empty: null },
}

/** Whether an element keeps a value that `state.values` reports. Buttons and overflow menus keep none. */
export function keepsValue(element: Node): boolean {
  return element['type'] !== 'overflow' && Object.hasOwn(forms, String(element['type']))
}

/** What `state.values` or `actions` says about an element: its type and what was chosen, typed or preset. */
export function elementValue(element: Node, value?: Chosen): Node {
  const type = String(element['type'])
  const form = forms[type]
  if (form === undefined) return { type }
  if (value === undefined) return { type, [form.field]: element[form.initial] ?? form.empty }
  const nothing = value.length === 0
  return { type, [form.field]: nothing ? form.empty : form.read(element, value) }
}

/** Whether nothing was chosen or typed. */
export function isEmpty(entry: Node): boolean {
  return Object.entries(entry).every(
    ([key, value]) => key === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  )
}

function optionOf(element: Node, value: string): Node {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'].filter(isNode) : []
  const all = [element, ...groups].flatMap((holder) =>
    Array.isArray(holder['options']) ? holder['options'].filter(isNode) : [],
  )
  const found = all.find((entry) => entry['value'] === value)
  if (found !== undefined) return found
  if (String(element['type']).includes('external'))
    return { text: { type: 'plain_text', text: value }, value }
  throw new Error(
    `there is no option ${value}; there are ${all.map((entry) => String(entry['value'])).join(', ')}`,
  )
}

function richText(element: Node, value: Chosen): Node {
  const text = { type: 'text', text: one(element, value) }
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [text] }] }
}
