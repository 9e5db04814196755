import type { ModalView } from '@slack/types'
import type { Edge } from './edge.js'

/**
 * Opens a form as the answer to a delivery.
 * @param trigger lives 3 s (https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses)
 * @param delivery what is answered with it
 * @returns what it takes to change it; undefined: somebody else has answered
 */
export async function openView(
  edge: Edge,
  trigger: string,
  view: ModalView,
  delivery: string | undefined,
): Promise<{ readonly id: string; readonly hash: string } | undefined> {
  // Without a store nobody else can have answered, and a trigger does not wait.
  const ours =
    delivery === undefined || (await edge.deliveries.answer(delivery, { form: true }).catch(() => true))
  if (!ours) return undefined
  const { view: opened } = await edge.web.views.open({ trigger_id: trigger, view })
  const { id, hash } = opened ?? {}
  return id === undefined || hash === undefined ? undefined : { id, hash }
}
