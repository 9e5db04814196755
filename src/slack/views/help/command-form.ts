import type { KnownBlock, ModalView } from '@slack/types'
import type { Place } from '../../../core/caller.js'
import type { Form } from '../../../core/form.js'
import { context, plain, plainSection, section } from '../../blocks.js'
import { fitView } from '../../limits.js'
import { code, escapeMrkdwn } from '../../mrkdwn.js'
import { detailsOf, inputFor } from './form-field.js'

/**
 * A verb's form as a modal. What is still looked up has a line that says so: nothing that is typed meanwhile is taken away again.
 * @param none it cannot be filled in, and why, one sentence
 */
export function commandForm(form: Form, place: Place | undefined, none?: string): ModalView {
  const title = plain(form.title.slice(0, 24))
  if (none !== undefined) {
    const blocks = [plainSection(none)]
    return fitView({ type: 'modal', callback_id: 'command-form-empty', title, close: plain('Close'), blocks })
  }
  // What the verb is to do is what the form is called.
  const options = form.kept.filter((kept) => kept.startsWith('--'))
  const live = form.fields.filter((field) => field.live === true)
  return fitView({
    type: 'modal',
    callback_id: 'command-form',
    private_metadata: JSON.stringify({
      verb: form.verb,
      required: form.fields.filter((field) => field.required).map((field) => field.key),
      accepts: Object.fromEntries(
        form.fields.flatMap(({ key, accepts }) => (accepts === undefined ? [] : [[key, accepts]])),
      ),
      words: form.fields.filter((field) => field.isWords === true).map(({ key }) => key),
      kept: form.kept,
      // Choices of an older field are not kept: they are looked up again.
      ...(live.length === 0
        ? {}
        : {
            live: live.map(({ key, label, hint, required, several, live: is, decides, isWords }) => ({
              ...{ key, label, hint, required, several, live: is, decides, isWords },
            })),
            decides: form.fields.filter((field) => field.decides === true).map(({ key }) => key),
            said: form.said,
          }),
      place,
    }),
    title,
    submit: plain(form.submit.slice(0, 24)),
    close: plain('Close'),
    blocks: [
      ...(form.intro === undefined ? [] : [section(escapeMrkdwn(form.intro))]),
      ...form.fields.flatMap((field): KnownBlock[] => {
        if (field.live === true && field.choices === undefined)
          return [{ ...context(`${escapeMrkdwn(field.label)}: looking …`), block_id: field.key }]
        const acts = field.live === true || (field.decides === true && live.length > 0)
        return [inputFor(field, acts), ...detailsOf(field)]
      }),
      // What it is about says it in words already.
      ...(options.length === 0 || form.intro !== undefined
        ? []
        : [context(`With ${options.map(code).join(' ')}, as asked.`)]),
    ],
  })
}
