import {
  anyText,
  colorScheme,
  confirm,
  conversationFilter,
  hasImageSource,
  hasMenuOptions,
  imageSource,
  menuOptions,
  option,
  plainText,
} from './composition.js'
import { chosenAmongOptions, notAbove } from './choices.js'
import { richText } from './rich-text.js'
import {
  all,
  anything,
  boolean,
  byType,
  choice,
  list,
  matching,
  number,
  object,
  optional,
  required,
  type Rule,
  string,
} from './rules.js'

type Fields = Parameters<typeof object>[0]

function element(type: string, fields: Fields, also?: Rule): Rule {
  return object({ type: required(choice(type)), action_id: optional(string(255, 1)), ...fields }, also)
}

const confirmed = { confirm: optional(confirm) }
const focused = { focus_on_load: optional(boolean) }
const placeholder = { placeholder: optional(plainText(150)) }
const menu = { ...confirmed, ...focused, ...placeholder }
const many = { max_selected_items: optional(number(1)) }
const dispatching = {
  dispatch_action_config: optional(
    object({ trigger_actions_on: optional(list(choice('on_enter_pressed', 'on_character_entered'), 2, 1)) }),
  ),
}
const responding = { response_url_enabled: optional(boolean) }
const ids = (max = 100): Rule => list(string(255, 1), max)
const lineInput = { ...placeholder, ...focused, ...dispatching, initial_value: optional(string(3_000)) }

export const imageElement: Rule = object(
  { type: required(choice('image')), alt_text: required(string(2_000)), ...imageSource },
  hasImageSource,
)

const workflow = object({
  trigger: required(
    object({ url: required(string(3_000, 1)), customizable_input_parameters: optional(anything) }),
  ),
})

const elements: Readonly<Record<string, Rule>> = {
  image: imageElement,
  button: element('button', {
    text: required(plainText(75)),
    value: optional(string(2_000)),
    url: optional(string(3_000)),
    style: optional(colorScheme),
    accessibility_label: optional(string(75)),
    ...confirmed,
  }),
  workflow_button: element('workflow_button', {
    text: required(plainText(75)),
    workflow: required(workflow),
    style: optional(colorScheme),
    accessibility_label: optional(string(75)),
  }),
  checkboxes: element(
    'checkboxes',
    {
      options: required(list(option(true), 10, 1)),
      initial_options: optional(list(option(true), 10, 1)),
      ...confirmed,
      ...focused,
    },
    chosenAmongOptions('initial_options'),
  ),
  radio_buttons: element(
    'radio_buttons',
    {
      options: required(list(option(true), 10, 1)),
      initial_option: optional(option(true)),
      ...confirmed,
      ...focused,
    },
    chosenAmongOptions('initial_option'),
  ),
  overflow: element('overflow', { options: required(list(option(false, true), 5, 1)), ...confirmed }),
  datepicker: element('datepicker', {
    initial_date: optional(matching(/^\d{4}-\d{2}-\d{2}$/, 'a date: YYYY-MM-DD')),
    ...menu,
  }),
  timepicker: element('timepicker', {
    initial_time: optional(matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time: HH:mm')),
    timezone: optional(string(100)),
    ...menu,
  }),
  datetimepicker: element('datetimepicker', {
    initial_date_time: optional(number(1_000_000_000, 9_999_999_999)),
    ...confirmed,
    ...focused,
  }),
  static_select: element(
    'static_select',
    { ...menuOptions, initial_option: optional(option(false)), ...menu },
    all(hasMenuOptions, chosenAmongOptions('initial_option')),
  ),
  multi_static_select: element(
    'multi_static_select',
    { ...menuOptions, initial_options: optional(list(option(false), 100, 1)), ...menu, ...many },
    all(hasMenuOptions, chosenAmongOptions('initial_options')),
  ),
  external_select: element('external_select', {
    initial_option: optional(option(false)),
    min_query_length: optional(number(0)),
    ...menu,
  }),
  multi_external_select: element('multi_external_select', {
    initial_options: optional(list(option(false), 100, 1)),
    min_query_length: optional(number(0)),
    ...menu,
    ...many,
  }),
  users_select: element('users_select', { initial_user: optional(string(255)), ...menu }),
  multi_users_select: element('multi_users_select', { initial_users: optional(ids()), ...menu, ...many }),
  conversations_select: element('conversations_select', {
    initial_conversation: optional(string(255)),
    default_to_current_conversation: optional(boolean),
    filter: optional(conversationFilter),
    ...responding,
    ...menu,
  }),
  multi_conversations_select: element('multi_conversations_select', {
    initial_conversations: optional(ids()),
    default_to_current_conversation: optional(boolean),
    filter: optional(conversationFilter),
    ...menu,
    ...many,
  }),
  channels_select: element('channels_select', {
    initial_channel: optional(string(255)),
    ...responding,
    ...menu,
  }),
  multi_channels_select: element('multi_channels_select', {
    initial_channels: optional(ids()),
    ...menu,
    ...many,
  }),
  plain_text_input: element(
    'plain_text_input',
    {
      multiline: optional(boolean),
      min_length: optional(number(0, 3_000)),
      max_length: optional(number(1, 3_000)),
      ...lineInput,
    },
    notAbove('min_length', 'max_length'),
  ),
  number_input: element(
    'number_input',
    {
      is_decimal_allowed: required(boolean),
      min_value: optional(string(100)),
      max_value: optional(string(100)),
      ...lineInput,
    },
    notAbove('min_value', 'max_value'),
  ),
  email_text_input: element('email_text_input', lineInput),
  url_text_input: element('url_text_input', lineInput),
  rich_text_input: element('rich_text_input', {
    ...lineInput,
    initial_value: optional(richText),
    min_lines: optional(number(1)),
    max_lines: optional(number(1)),
  }),
  file_input: element('file_input', { filetypes: optional(ids()), max_files: optional(number(1, 10)) }),
  feedback_buttons: element('feedback_buttons', {
    positive_button: required(feedback()),
    negative_button: required(feedback()),
  }),
  icon_button: element('icon_button', {
    icon: required(choice('trash')),
    text: required(plainText(75)),
    value: optional(string(2_000)),
    accessibility_label: optional(string(75)),
    visible_to_user_ids: optional(ids()),
    ...confirmed,
  }),
  plain_text: anyText(),
  mrkdwn: anyText(),
}

function feedback(): Rule {
  return object({
    text: required(plainText(75)),
    value: required(string(2_000)),
    accessibility_label: optional(string(75)),
  })
}

/** The elements that may stand in one place, by their types. */
export function elementsOf(types: readonly string[]): Rule {
  const rules: Record<string, Rule> = {}
  for (const type of types) {
    const rule = elements[type]
    if (rule === undefined) throw new Error(`no element ${type}`)
    rules[type] = rule
  }
  return byType(rules)
}
