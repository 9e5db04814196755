import type { BlockAction } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Caller } from '../core/caller.js'
import { type FormField, withChoices } from '../core/form.js'
import type { Edge } from './edge.js'
import { callerOf, readMetadata } from './modals/place.js'
import { valuesOf } from './modals/values.js'
import { another, detailsId, detailsOf, inputFor } from './views/help/form-field.js'

type Blocks = ModalView['blocks']

const text = z.string()
const shape = {
  verb: text,
  live: z.array(
    z.object({
      key: text,
      label: text,
      hint: text.exactOptional(),
      required: z.boolean(),
      several: z.literal(true).exactOptional(),
      live: z.literal(true),
      decides: z.literal(true).exactOptional(),
      isWords: z.literal(true).exactOptional(),
    }),
  ),
  decides: z.array(text),
  said: z.record(text, text).exactOptional(),
}

/**
 * Something was chosen in an open form: what depends on it is looked up again, and what somebody wants to type becomes a field to type into. What
 * stands in the other fields stays. A form that has changed since, or is closed, is left as it is.
 */
export async function changeForm(
  edge: Edge,
  { view, user, trigger_id: request }: BlockAction,
  { block_id: chosen }: BlockAction['actions'][number],
): Promise<void> {
  if (view === undefined) return
  const { id, hash, private_metadata: metadata, title, submit, close, callback_id } = view
  try {
    const { verb, live, decides, said = {}, place } = readMetadata(shape, metadata)
    const values = valuesOf(view)
    const submission = {
      user: { id: user.id, name: await edge.directory.nameOf(user.id) },
      values,
      metadata,
      request,
    }
    const caller = callerOf(submission, place)
    const isTyped = values[chosen]?.split(',').includes(another) === true
    // What is decided on is shown whole.
    const isShown = ({ key, isWords }: (typeof live)[number]) => key === chosen && isWords === true
    const again = isTyped
      ? []
      : live.filter((field) => (decides.includes(chosen) ? field.key !== chosen : isShown(field)))
    let blocks = view.blocks as Blocks
    if (isTyped) blocks = replaced(blocks, typed(live.find(({ key }) => key === chosen)))
    for (const found of await Promise.all(
      again.map((field) => lookUpAgain(edge, verb, field, { ...said, ...values }, caller)),
    ))
      blocks = replaced(blocks, found)
    if (blocks === view.blocks) return
    await edge.web.views.update({
      view_id: id,
      hash,
      view: {
        type: 'modal',
        callback_id,
        private_metadata: metadata,
        title,
        ...(submit === null ? {} : { submit }),
        ...(close === null ? {} : { close }),
        blocks,
      },
    })
  } catch (error) {
    edge.logger.debug({ err: error, view: id }, 'A form was not brought up to date')
  }
}

async function lookUpAgain(
  { inside }: Edge,
  verb: string,
  field: FormField,
  said: Readonly<Record<string, string>>,
  caller: Caller,
): Promise<FormField | undefined> {
  const { key } = field
  const { [key]: value = '', ...others } = said
  const choices = await inside.choices?.({ verb, key, said: nonEmpty(others) }, caller)
  if (choices === undefined) return undefined
  const isThere = choices.options.some((option) => option.value === value)
  return withChoices(isThere ? { ...field, value } : field, choices)
}

/** Empty fields say nothing. */
function nonEmpty(said: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''))
}

function typed(field: FormField | undefined): FormField | undefined {
  return field && { ...field, choices: [], hint: 'Type it.' }
}

/** The same blocks with another field in its place, and what it shows. */
function replaced(blocks: Blocks, field: FormField | undefined): Blocks {
  if (field === undefined) return blocks
  return blocks
    .filter(({ block_id: block }) => block !== detailsId(field.key))
    .flatMap((block) =>
      block.block_id === field.key ? [inputFor(field, true), ...detailsOf(field)] : [block],
    )
}
