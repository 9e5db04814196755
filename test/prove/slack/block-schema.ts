import { z } from 'zod'

/*
 * Slack's blocks as its reference tells them, written from https://docs.slack.dev/reference/block-kit alone and in another way than the sandbox's own
 * checker (sandbox/workspace/blocks): a mistake in one of them shows in the other. Strict: a field that the reference does not name is refused. No
 * well-kept package checks blocks at run time; @slack/types has types only.
 */

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object: 1 to 3,000 characters */
const written = (most: number) => z.string().min(1).max(most)
const plain = (most = 3_000) =>
  z.strictObject({ type: z.literal('plain_text'), text: written(most), emoji: z.boolean().optional() })
const mrkdwn = (most = 3_000) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: written(most), verbatim: z.boolean().optional() })
const text = (most = 3_000) => z.union([mrkdwn(most), plain(most)])
const id = z.string().min(1).max(255).optional()

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const confirm = z.strictObject({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.enum(['primary', 'danger']).optional(),
})
/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const option = z.strictObject({
  text: text(75),
  value: written(150),
  description: text(75).optional(),
  url: z.url().max(3_000).optional(),
})
const optionGroup = z.strictObject({ label: plain(75), options: z.array(option).min(1).max(100) })

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: id,
  url: z.url().max(3_000).optional(),
  value: z.string().max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
})
const chosen = {
  action_id: id,
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plain(150).optional(),
}
/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...chosen,
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_option: option.optional(),
  })
  .refine(hasEither('options', 'option_groups'), 'options or option_groups')
  .refine(offersWhatIsChosen, 'what is chosen ahead is none of the options')
/** https://docs.slack.dev/reference/block-kit/block-elements/multi-select-menu-element */
const multiSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    ...chosen,
    options: z.array(option).min(1).max(100).optional(),
    option_groups: z.array(optionGroup).min(1).max(100).optional(),
    initial_options: z.array(option).min(1).optional(),
    max_selected_items: z.int().min(1).optional(),
  })
  .refine(hasEither('options', 'option_groups'), 'options or option_groups')
  .refine(offersWhatIsChosen, 'what is chosen ahead is none of the options')
/** https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: id,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
})
const conversations = z.strictObject({
  type: z.enum(['users_select', 'conversations_select', 'channels_select']),
  ...chosen,
  initial_user: z.string().optional(),
  initial_conversation: z.string().optional(),
  initial_channel: z.string().optional(),
})
/** https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element */
const boxes = z.strictObject({
  type: z.enum(['checkboxes', 'radio_buttons']),
  action_id: id,
  options: z.array(option).min(1).max(10),
  initial_options: z.array(option).min(1).optional(),
  initial_option: option.optional(),
  confirm: confirm.optional(),
  focus_on_load: z.boolean().optional(),
})
/** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const typed = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: id,
  initial_value: z.string().max(3_000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3_000).optional(),
  max_length: z.int().min(1).max(3_000).optional(),
  dispatch_action_config: z.unknown().optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: plain(150).optional(),
})
const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: written(2_000),
    image_url: z.url().max(3_000).optional(),
    slack_file: z.unknown().optional(),
  })
  .refine(hasEither('image_url', 'slack_file'), 'image_url or slack_file')

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const style = z
  .strictObject({
    bold: z.boolean().optional(),
    italic: z.boolean().optional(),
    strike: z.boolean().optional(),
    underline: z.boolean().optional(),
    code: z.boolean().optional(),
  })
  .optional()
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.string().min(1),
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
    style,
  }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().regex(/^[CDG][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().regex(/^S[A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('emoji'), name: z.string().min(1), unicode: z.string().optional() }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: z.string().optional(),
    fallback: z.string().optional(),
    style,
  }),
])
const border = z.union([z.literal(0), z.literal(1)]).optional()
const line = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline).min(1) })
const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: id,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        line,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          elements: z.array(line).min(1),
          indent: z.int().min(0).optional(),
          offset: z.int().min(0).optional(),
          border,
        }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(inline).min(1),
          language: z.string().optional(),
          border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1), border }),
      ]),
    )
    .min(1),
})

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
const table = z.strictObject({
  type: z.literal('table'),
  block_id: id,
  rows: z
    .array(
      z
        .array(z.union([z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }), richText]))
        .min(1)
        .max(20),
    )
    .min(1)
    .max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
})

const anyAction = z.union([button, staticSelect, multiSelect, overflow, conversations, boxes])
const simple = [
  z
    .strictObject({
      type: z.literal('section'),
      block_id: id,
      text: text().optional(),
      fields: z.array(text(2_000)).min(1).max(10).optional(),
      accessory: z.union([anyAction, image]).optional(),
      expand: z.boolean().optional(),
    })
    .refine(hasEither('text', 'fields'), 'text or fields'),
  z.strictObject({ type: z.literal('actions'), block_id: id, elements: z.array(anyAction).min(1).max(25) }),
  z.strictObject({
    type: z.literal('context'),
    block_id: id,
    elements: z
      .array(z.union([text(), image]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('divider'), block_id: id }),
  z.strictObject({ type: z.literal('header'), block_id: id, text: plain(150) }),
  richText,
] as const
/** https://docs.slack.dev/reference/block-kit/blocks/container-block */
const container = z
  .strictObject({
    type: z.literal('container'),
    block_id: id,
    title: plain(150).optional(),
    rich_text_title: richText.optional(),
    subtitle: text(150).optional(),
    child_blocks: z
      .array(z.union([...simple, table]))
      .min(1)
      .max(10),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    icon: image.optional(),
    is_collapsible: z.boolean().optional(),
    default_collapsed: z.boolean().optional(),
    has_header_divider: z.boolean().optional(),
  })
  .refine(hasEither('title', 'rich_text_title'), 'title or rich_text_title')

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const point = z.strictObject({ label: written(20), value: z.number() })
const plotted = z
  .strictObject({
    type: z.enum(['line', 'bar', 'area']),
    series: z
      .array(z.strictObject({ name: written(20), data: z.array(point).min(1).max(20) }))
      .min(1)
      .max(6),
    axis_config: z.strictObject({
      categories: z.array(written(20)).min(1).max(20),
      x_label: z.string().max(50).optional(),
      y_label: z.string().max(50).optional(),
    }),
  })
  .refine(
    ({ series, axis_config: { categories } }) =>
      series.every(({ data }) => data.map(({ label }) => label).join('\n') === categories.join('\n')),
    'a point for each category',
  )
const chart = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: id,
  title: written(50),
  chart: z.union([
    plotted,
    z.strictObject({ type: z.literal('pie'), segments: z.array(point).min(1).max(6) }),
  ]),
})
/** https://docs.slack.dev/reference/block-kit/blocks/input-block */
const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  label: plain(2_000),
  hint: plain(2_000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.union([typed, staticSelect, multiSelect, conversations, boxes]),
})

const inMessages = new Map<string, z.ZodType>([
  ...simple.map((block) => [block.shape.type.value, block] as const),
  ['table', table],
  ['container', container],
  ['data_visualization', chart],
])
const inViews = new Map<string, z.ZodType>([
  ...simple.map((block) => [block.shape.type.value, block] as const),
  ['input', input],
])

/** What Slack's reference does not allow in the blocks of a message, each as a sentence. At most 50 blocks. */
export function offInMessage(blocks: readonly unknown[]): readonly string[] {
  const tables = blocks.filter((block) => typeOf(block) === 'table').length
  return [
    ...(blocks.length > 50 ? [`${blocks.length} blocks`] : []),
    ...(tables > 1 ? [`${tables} tables`] : []),
    ...offIn(blocks, inMessages),
  ]
}

/** The same of a modal or a Home tab: https://docs.slack.dev/reference/views */
export function offInView(view: {
  readonly blocks: readonly unknown[]
  readonly private_metadata?: string
  readonly title?: { readonly text: string }
}): readonly string[] {
  const { blocks, private_metadata: metadata = '', title } = view
  return [
    ...(blocks.length > 100 ? [`${blocks.length} blocks`] : []),
    ...(metadata.length > 3_000 ? [`private_metadata of ${metadata.length} characters`] : []),
    ...((title?.text.length ?? 0) > 24 ? ['a title of more than 24 characters'] : []),
    ...offIn(blocks, inViews),
  ]
}

function offIn(blocks: readonly unknown[], known: ReadonlyMap<string, z.ZodType>): readonly string[] {
  const ids = blocks.flatMap((block) => idOf(block) ?? [])
  const twice = ids.filter((one, index) => ids.indexOf(one) < index).map((one) => `block_id ${one} twice`)
  const off = blocks.flatMap((block, index) => {
    const type = typeOf(block)
    const schema = known.get(type)
    if (schema === undefined) return [`${index}: no block of type ${type}`]
    const found = schema.safeParse(block)
    if (found.success) return []
    return found.error.issues
      .slice(0, 2)
      .map(({ path, message }) => `${index} (${type}) ${path.join('.')}: ${message}`)
  })
  return [...twice, ...off]
}

function typeOf(block: unknown): string {
  return String((block as { type?: unknown } | null)?.type)
}

function idOf(block: unknown): string | undefined {
  return (block as { block_id?: string } | null)?.block_id
}

function hasEither(one: string, other: string): (value: object) => boolean {
  return (value) =>
    (value as Record<string, unknown>)[one] !== undefined ||
    (value as Record<string, unknown>)[other] !== undefined
}

type Option = z.infer<typeof option>
interface Offering {
  readonly options?: readonly Option[] | undefined
  readonly option_groups?: readonly z.infer<typeof optionGroup>[] | undefined
  readonly initial_option?: Option | undefined
  readonly initial_options?: readonly Option[] | undefined
}

/** What is chosen ahead has to be, letter by letter, one of the options. */
function offersWhatIsChosen(menu: Offering): boolean {
  const all = [...(menu.options ?? []), ...(menu.option_groups ?? []).flatMap((group) => group.options)]
  const written = new Set(all.map((one) => JSON.stringify(one)))
  const ahead = [
    ...(menu.initial_option === undefined ? [] : [menu.initial_option]),
    ...(menu.initial_options ?? []),
  ]
  return ahead.every((one) => written.has(JSON.stringify(one)))
}
