import type { KnownBlock, ModalView } from '@slack/types'
import type { Place } from '../../../core/caller.js'
import type { Form, FormField } from '../../../core/form.js'
import { context, plain, section } from '../../blocks.js'
import { fitView } from '../../limits.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'

/** A verb's form as a modal. Menus show at most the hundred choices Slack can; beyond, the name is typed. */
export function commandForm(form: Form, place: Place | undefined): ModalView {
  return fitView({
    type: 'modal',
    callback_id: 'command-form',
    private_metadata: JSON.stringify({
      verb: form.verb,
      required: form.fields.filter((field) => field.required).map((field) => field.key),
      accepts: Object.fromEntries(
        form.fields.flatMap(({ key, accepts }) => (accepts === undefined ? [] : [[key, accepts]])),
      ),
      kept: form.kept,
      place,
    }),
    title: plain(form.title.slice(0, 24)),
    submit: plain(form.submit.slice(0, 24)),
    close: plain('Close'),
    blocks: [
      ...(form.intro === undefined ? [] : [section(escapeMrkdwn(form.intro))]),
      ...form.fields.map(inputFor),
      // What it is about says it in words already.
      ...(form.kept.length === 0 || form.intro !== undefined
        ? []
        : [context(`With ${form.kept.map(code).join(' ')}, as asked.`)]),
    ],
  })
}

function inputFor(field: FormField): KnownBlock {
  const { key, choices, value } = field
  const options = (choices ?? []).map((choice) => ({ text: plain(choice.slice(0, 75)), value: choice }))
  const chosen = options.find((option) => option.value === value)
  const isMenu = options.length > 0 && options.length <= 100
  return {
    type: 'input',
    block_id: key,
    label: plain(field.label),
    ...(field.hint === undefined ? {} : { hint: plain(field.hint.slice(0, 150)) }),
    optional: !field.required,
    element: isMenu
      ? {
          type: 'static_select',
          action_id: key,
          options,
          ...(chosen === undefined ? {} : { initial_option: chosen }),
        }
      : {
          type: 'plain_text_input',
          action_id: key,
          ...(value === undefined ? {} : { initial_value: value }),
        },
  }
}
