/**
 * Slack's limits by kind of object, in UTF-16 units, from the pages under https://docs.slack.dev/reference/block-kit. A kind is the
 * object's `type`; objects without one are named after the place where they stand (see `kindAt`).
 */
export const maxBlocks = { message: 50, view: 100 } as const

/**
 * All text of a message's blocks together. Undocumented: Slack answers `msg_blocks_too_long` from about 13,000 characters on, so we
 * stay below.
 */
export const maxCharacters = 12_500

/** Texts that are shortened: a string, a text object or a list of them. */
export const maxText: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  header: { text: 150 },
  section: { text: 3_000, fields: 2_000 },
  context: { elements: 3_000 },
  markdown: { text: 12_000 },
  alert: { text: 200 },
  image: { alt_text: 2_000, title: 2_000 },
  video: { title: 199, description: 200, alt_text: 2_000, author_name: 49, provider_name: 255 },
  input: { label: 2_000, hint: 2_000 },
  card: { title: 150, subtitle: 150, body: 200 },
  container: { title: 150, subtitle: 150 },
  plan: { title: 3_000 },
  task_card: { title: 3_000 },
  data_table: { caption: 3_000 },
  raw_text: { text: 3_000 },
  raw_number: { text: 3_000 },
  text: { text: 12_000 },
  link: { text: 12_000 },
  date: { fallback: 12_000 },
  button: { text: 75, accessibility_label: 75 },
  workflow_button: { text: 75, accessibility_label: 75 },
  icon_button: { text: 75, accessibility_label: 75 },
  feedback: { text: 75, accessibility_label: 75 },
  option: { text: 75, description: 75 },
  option_group: { label: 75 },
  confirm: { title: 100, text: 300, confirm: 30, deny: 30 },
  any: { placeholder: 150, initial_value: 3_000 },
}

/** Lists whose last items are left out, and what to call an item. */
export const maxItems: Readonly<Record<string, Readonly<Record<string, readonly [number, string]>>>> = {
  section: { fields: [10, 'field'] },
  actions: { elements: [25, 'button'] },
  context: { elements: [10, 'note'] },
  context_actions: { elements: [5, 'button'] },
  card: { actions: [3, 'button'] },
  carousel: { elements: [10, 'card'] },
  container: { child_blocks: [10, 'part'] },
  table: { rows: [100, 'row'], column_settings: [20, ''] },
  data_table: { rows: [100, 'row'] },
  row: { cells: [20, 'column'] },
  overflow: { options: [5, 'option'] },
  checkboxes: { options: [10, 'option'] },
  radio_buttons: { options: [10, 'option'] },
  static_select: { options: [100, 'option'], option_groups: [100, 'group of options'] },
  multi_static_select: { options: [100, 'option'], option_groups: [100, 'group of options'] },
  option_group: { options: [100, 'option'] },
}

/** Strings that mean something else when they are shortened: where one is longer, its object is left out. */
export const maxExact: Readonly<Record<string, number>> = {
  action_id: 255,
  value: 2_000,
  url: 3_000,
  image_url: 3_000,
  external_id: 255,
  task_id: 255,
}
export const maxOptionValue = 150
export const maxId = 255

/** What an object cannot be without; of several, one. Without it, the object is left out. */
export const needed: Readonly<Record<string, readonly string[]>> = {
  header: ['text'],
  section: ['text', 'fields'],
  context: ['elements'],
  actions: ['elements'],
  context_actions: ['elements'],
  rich_text: ['elements'],
  rich_text_section: ['elements'],
  rich_text_list: ['elements'],
  rich_text_quote: ['elements'],
  rich_text_preformatted: ['elements'],
  text: ['text'],
  markdown: ['text'],
  alert: ['text'],
  mrkdwn: ['text'],
  plain_text: ['text'],
  carousel: ['elements'],
  container: ['child_blocks'],
  card: ['hero_image', 'title', 'actions', 'body'],
  table: ['rows'],
  data_table: ['rows'],
  overflow: ['options'],
  checkboxes: ['options'],
  radio_buttons: ['options'],
  static_select: ['options', 'option_groups'],
  multi_static_select: ['options', 'option_groups'],
  option_group: ['options'],
  option: ['value'],
  image: ['image_url', 'slack_file'],
  input: ['element'],
}

/** Texts without which Slack refuses the whole: `–` stands in for an empty one. */
export const neverEmpty: Readonly<Record<string, readonly string[]>> = {
  button: ['text'],
  workflow_button: ['text'],
  icon_button: ['text'],
  feedback: ['text'],
  option: ['text'],
  option_group: ['label'],
  input: ['label'],
  confirm: ['title', 'text', 'confirm', 'deny'],
  raw_text: ['text'],
  raw_number: ['text'],
  data_table: ['caption'],
  container: ['title'],
  plan: ['title'],
  task_card: ['title'],
  video: ['title'],
}
