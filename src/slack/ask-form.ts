import { setTimeout as sleep } from 'node:timers/promises'
import type { Caller } from '../core/caller.js'
import type { Choices, Form } from '../core/form.js'
import type { Message, Reply } from '../core/message.js'
import type { Edge } from './edge.js'
import { lookUpFields, type LookedUp } from './look-up-fields.js'
import { openView } from './open-view.js'
import { commandForm } from './views/help/command-form.js'
import { nothingToChoose } from './views/answers/nothing-to-choose.js'

/** A trigger lives 3 s, and a person waits: so long its choices are waited for before the form opens (ms). */
const patience = 1_000

/** `opened`: the form is the answer. A message: there is nothing to fill in, and why. `failed`: the words of the reply have to do. */
type Asked = 'opened' | 'failed' | Message

/**
 * Opens a verb's form for what is missing, with what may be chosen now. What takes longer to look up comes into the form while it is open.
 * @param trigger lives 3 s (https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses)
 */
async function askForm(
  edge: Edge,
  form: Form,
  trigger: string,
  caller: Caller,
  delivery: string | undefined,
): Promise<Asked> {
  const looking = lookUpFields(form, (question) => choices(edge, question, caller))
  const soon = await Promise.race([looking, sleep(patience, undefined, { ref: false })])
  if (soon?.none !== undefined) return nothingToChoose(soon.none)
  try {
    const { place } = caller
    const view = await openView(edge, trigger, commandForm(soon?.form ?? form, place), delivery)
    if (soon === undefined && view !== undefined) await bring(edge, view, await looking, caller)
    return 'opened'
  } catch (error) {
    edge.logger.warn({ err: error, verb: form.verb }, 'A form could not be opened')
    return 'failed'
  }
}

/** The reply that is still to be delivered, where its form could not be opened or there is nothing to fill in; undefined: the form is the answer. */
export async function askWhatIsMissing(
  edge: Edge,
  reply: Reply,
  trigger: string | undefined,
  caller: Caller,
  delivery: string | undefined,
): Promise<Reply | undefined> {
  if (reply.form === undefined || trigger === undefined) return reply
  const asked = await askForm(edge, reply.form, trigger, caller, delivery)
  if (asked === 'opened') return undefined
  return asked === 'failed' ? reply : { ...reply, message: asked }
}

/** Puts what was looked up into a form that is open: unless it has changed since, or is closed. */
async function bring(
  edge: Edge,
  { id, hash }: { readonly id: string; readonly hash: string },
  { form, none }: LookedUp,
  { place }: Caller,
): Promise<void> {
  const view = commandForm(form, place, none)
  await edge.web.views.update({ view_id: id, hash, view }).catch((error: unknown) => {
    edge.logger.debug({ err: error, verb: form.verb }, 'A form did not take its choices')
  })
}

async function choices(
  { inside }: Edge,
  question: Parameters<NonNullable<Edge['inside']['choices']>>[0],
  caller: Caller,
): Promise<Choices> {
  return (await inside.choices?.(question, caller)) ?? { options: [] }
}
