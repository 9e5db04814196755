import type { ModalView } from '@slack/types'
import type { Edge } from './edge.js'

/**
 * Opens a form as the answer to a delivery.
 * @param trigger lives 3 s (https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses)
 * @param delivery what is answered with it
 */
export async function openView(
  edge: Edge,
  trigger: string,
  view: ModalView,
  delivery: string | undefined,
): Promise<void> {
  // Without a store nobody else can have answered, and a trigger does not wait.
  const ours =
    delivery === undefined || (await edge.deliveries.answer(delivery, { form: true }).catch(() => true))
  if (!ours) return
  await edge.web.views.open({ trigger_id: trigger, view })
}
