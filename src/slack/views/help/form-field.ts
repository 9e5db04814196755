import { createHash } from 'node:crypto'
import type { InputBlock, KnownBlock, PlainTextOption } from '@slack/types'
import type { FormChoice, FormField } from '../../../core/form.js'
import { cutPlain } from '../../../core/cut.js'
import { plain } from '../../blocks.js'
import { untrusted } from '../../mrkdwn.js'

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object and …/block-elements/select-menu-element */
const limits = { options: 100, text: 75, value: 150 }
const longestHint = 150

/** Chosen where what is meant does not stand in the menu: the field becomes one to type into. */
export const another = '…'

/**
 * One field: a menu where there is something to choose, else it is typed. Menus show at most the hundred choices that Slack can.
 * @param acts choosing something is told at once: other fields depend on it, or it is shown what it is
 */
export function inputFor(field: FormField, acts = false): InputBlock {
  const { key, label, hint, required } = field
  const element = menuFor(field) ?? textFor(field)
  return {
    type: 'input',
    block_id: key,
    label: plain(label),
    ...(hint === undefined ? {} : { hint: plain(cutPlain(hint, longestHint)) }),
    optional: !required,
    ...(acts && element.type !== 'plain_text_input' ? { dispatch_action: true } : {}),
    element,
  }
}

/** What is shown of what is chosen: the plan that somebody decides on. */
export function detailsOf({ key, choices = [], value }: FormField): KnownBlock[] {
  const details = choices.find((choice) => choice.value === value)?.details
  return details === undefined ? [] : [{ ...untrusted(details.join('\n')), block_id: detailsId(key) }]
}

export function detailsId(key: string): string {
  return `${key} in full`
}

function menuFor({
  key,
  choices = [],
  value,
  several,
  areAll,
  live,
}: FormField): InputBlock['element'] | undefined {
  const mayType = areAll !== true && live === true
  const fitting = choices.filter((choice) => choice.value.length <= limits.value)
  if (fitting.length === 0) return undefined
  if (fitting.length > limits.options && live !== true) return undefined
  const shown = fitting.slice(0, limits.options - (mayType ? 1 : 0))
  const options = [
    ...shown.map(optionFor),
    ...(mayType ? [optionFor({ value: another, text: 'Another …' })] : []),
  ]
  const said = several ? (value ?? '').split(',') : [value]
  const chosen = options.filter((option) => said.includes(option.value))
  const [first] = chosen
  // Slack keeps what was chosen under an id, also where the menu has changed since.
  const actionId = live === true ? `${key}:${fingerprint(options)}` : key
  if (several) {
    const initial = first === undefined ? {} : { initial_options: chosen }
    return { type: 'multi_static_select', action_id: actionId, options, ...initial }
  }
  const initial = first === undefined ? {} : { initial_option: first }
  return { type: 'static_select', action_id: actionId, options, ...initial }
}

function textFor({ key, value }: FormField): InputBlock['element'] {
  const initial = value === undefined ? {} : { initial_value: value }
  return { type: 'plain_text_input', action_id: key, ...initial }
}

/** Nothing in it becomes an emoji: tags and names are shown as they are. */
function optionFor({ value, text = value }: FormChoice): PlainTextOption & { readonly value: string } {
  return { text: { type: 'plain_text', text: cutPlain(text, limits.text), emoji: false }, value }
}

function fingerprint(options: readonly PlainTextOption[]): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8)
}
