import { block } from './block.js'
import { chart } from './charts.js'
import { anyText, hasImageSource, imageSource, mrkdwn, plainText } from './composition.js'
import { elementsOf, imageElement } from './elements.js'
import { richText } from './rich-text.js'
import { dataTable, table } from './tables.js'
import {
  all,
  atLeastOne,
  boolean,
  byType,
  choice,
  isNode,
  list,
  object,
  optional,
  type Report,
  required,
  type Rule,
  string,
} from './rules.js'

const kinds = ['static', 'external', 'users', 'conversations', 'channels'] as const
const selects = kinds.map((kind) => `${kind}_select`)
const multiSelects = kinds.map((kind) => `multi_${kind}_select`)
const choosers = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...selects, ...multiSelects]
const inputs = ['plain_text_input', 'number_input', 'email_text_input', 'url_text_input', 'rich_text_input']

const action = elementsOf([
  ...choosers,
  'button',
  'datetimepicker',
  'overflow',
  'workflow_button',
  'rich_text_input',
])
const card = block(
  'card',
  {
    hero_image: optional(imageElement),
    icon: optional(imageElement),
    title: optional(mrkdwn(150)),
    subtitle: optional(mrkdwn(150)),
    body: optional(mrkdwn(200)),
    actions: optional(list(elementsOf(['button']), 3)),
  },
  atLeastOne('hero_image', 'title', 'actions', 'body'),
)

const taskCard = block('task_card', {
  task_id: required(string(255, 1)),
  title: required(string(3_000, 1)),
  status: required(choice('pending', 'in_progress', 'complete', 'error')),
  details: optional(richText),
  output: optional(richText),
  sources: optional(
    list(
      object({
        type: required(choice('url')),
        url: required(string(3_000, 1)),
        text: required(string(3_000)),
      }),
    ),
  ),
})

/** Blocks that every surface takes. */
export const everywhere: Readonly<Record<string, Rule>> = {
  section: block(
    'section',
    {
      text: optional(anyText(3_000)),
      fields: optional(list(anyText(2_000), 10, 1)),
      accessory: optional(elementsOf([...choosers, 'button', 'image', 'overflow', 'workflow_button'])),
      expand: optional(boolean),
    },
    atLeastOne('text', 'fields'),
  ),
  actions: block('actions', { elements: required(list(action, 25, 1)) }),
  context: block('context', {
    elements: required(list(elementsOf(['image', 'plain_text', 'mrkdwn']), 10, 1)),
  }),
  divider: block('divider', {}),
  header: block('header', { text: required(plainText(150)) }),
  image: block(
    'image',
    { alt_text: required(string(2_000)), title: optional(plainText(2_000)), ...imageSource },
    hasImageSource,
  ),
  input: block('input', {
    label: required(plainText(2_000)),
    hint: optional(plainText(2_000)),
    optional: optional(boolean),
    dispatch_action: optional(boolean),
    element: required(elementsOf([...choosers, 'datetimepicker', ...inputs, 'file_input'])),
  }),
  rich_text: richText,
  video: block('video', {
    video_url: required(string(3_000, 1)),
    thumbnail_url: required(string(3_000, 1)),
    alt_text: required(string(2_000)),
    title: required(plainText(199)),
    title_url: optional(string(3_000)),
    author_name: optional(string(49)),
    provider_name: optional(string(255)),
    provider_icon_url: optional(string(3_000)),
    description: optional(plainText(200)),
  }),
  alert: block('alert', {
    text: required(anyText(200)),
    level: optional(choice('default', 'info', 'warning', 'error', 'success')),
  }),
}

const file = block('file', { source: required(choice('remote')), external_id: required(string(255, 1)) })
/** What it may hold: https://docs.slack.dev/reference/block-kit/blocks/container-block */
const { alert: _alert, ...besidesAlerts } = everywhere
const container = block(
  'container',
  {
    title: optional(plainText(150)),
    rich_text_title: optional(richText),
    subtitle: optional(anyText(150)),
    child_blocks: required(list(byType({ ...besidesAlerts, file, table }), 10, 1)),
    width: optional(choice('narrow', 'standard', 'wide', 'full')),
    icon: optional(imageElement),
    is_collapsible: optional(boolean),
    default_collapsed: optional(boolean),
    has_header_divider: optional(boolean),
  },
  all(atLeastOne('title', 'rich_text_title'), collapsedOnlyIfCollapsible),
)

function collapsedOnlyIfCollapsible(value: unknown, pointer: string, report: Report): void {
  if (isNode(value) && value['default_collapsed'] === true && value['is_collapsible'] !== true)
    report(`${pointer}/default_collapsed`, 'requires is_collapsible')
}

/** Blocks that only messages take. */
export const inMessages: Readonly<Record<string, Rule>> = {
  card,
  carousel: block('carousel', { elements: required(list(card, 10, 1)) }),
  container,
  context_actions: block('context_actions', {
    elements: required(list(elementsOf(['feedback_buttons', 'icon_button']), 5, 1)),
  }),
  data_table: dataTable,
  data_visualization: chart,
  file,
  markdown: block('markdown', { text: required(string(12_000, 1)) }),
  plan: block('plan', { title: required(string(3_000, 1)), tasks: optional(list(taskCard)) }),
  table,
  task_card: taskCard,
}
