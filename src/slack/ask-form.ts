import type { Place } from '../core/caller.js'
import type { Form } from '../core/form.js'
import type { Edge } from './edge.js'
import { openView } from './open-view.js'
import { commandForm } from './views/help/command-form.js'

/**
 * Opens a verb's form for what is missing.
 * @param trigger lives 3 s (https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses)
 * @returns whether it was opened; otherwise the words of the reply have to do
 */
export async function askForm(
  edge: Edge,
  form: Form,
  trigger: string,
  place: Place | undefined,
  delivery: string | undefined,
): Promise<boolean> {
  try {
    await openView(edge, trigger, commandForm(form, place), delivery)
    return true
  } catch (error) {
    edge.logger.warn({ err: error, verb: form.verb }, 'A form could not be opened')
    return false
  }
}
