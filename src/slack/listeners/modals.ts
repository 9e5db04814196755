import type { App } from '@slack/bolt'
import type { Background } from '../background.js'
import { deliverReply } from '../deliver-reply.js'
import { saidByForm } from '../deliveries/said.js'
import type { Edge } from '../edge.js'
import { publishHome } from '../home.js'
import { modals } from '../modals/index.js'
import type { Modal, Submission } from '../modals/modal.js'
import { placeIn } from '../modals/place.js'
import { valuesOf } from '../modals/values.js'
import { askWhatIsMissing } from '../ask-form.js'
import { type Waiting, whileWaiting } from '../waiting.js'
import { storeUnavailable } from '../unavailable.js'

/** Submitted modals. What is wrong with the input is said in the modal, so that nothing typed is lost. */
export function listenToModals(app: App, edge: Edge, background: Background): void {
  app.view({ type: 'view_submission', callback_id: /.*/ }, async ({ body, view, ack }) => {
    const modal = modals.find((candidate) => candidate.callbackId === view.callback_id)
    if (modal === undefined) return ack()
    const values = valuesOf(view)
    const trigger = 'trigger_id' in body ? body.trigger_id : undefined
    const errors = check(modal, values, view.private_metadata)
    if (errors !== undefined) return ack({ response_action: 'errors', errors })
    const delivery = `${view.id}:${view.hash}`
    const place = placeIn(view.private_metadata)
    const about = {
      kind: 'modal' as const,
      said: saidByForm(view),
      person: body.user.id,
      ...(place === undefined ? {} : { place }),
    }
    const claim = await edge.deliveries.claim(delivery, { about })
    if (claim === 'unavailable') {
      return ack({
        response_action: 'errors',
        errors: inFirstInput(values, storeUnavailable(edge.deliveries.fault())),
      })
    }
    await ack()
    if (claim === 'duplicate') return
    const answer = async (waiting: Waiting) => {
      const submission: Submission = {
        user: { id: body.user.id, name: await edge.directory.nameOf(body.user.id) },
        values,
        metadata: view.private_metadata,
        request: delivery,
      }
      const { reply: answered, caller } = await waiting(modal.submit(edge, submission))
      const reply = await askWhatIsMissing(edge, answered, trigger, caller, delivery)
      if (reply === undefined) return
      // Opened from the Home tab: there is no channel to answer in.
      if (caller.place === undefined) {
        return publishHome(edge, caller.id, reply.failed === undefined ? undefined : reply.message)
      }
      await deliverReply(edge, reply, caller, { delivery })
    }
    background(view.callback_id, () =>
      edge.deliveries.during(delivery, () => whileWaiting(edge, { delivery, ...about }, answer)),
    )
  })
}

const unreadable = 'This form is not valid any more. Close it and ask for it again.'

/** What was kept in the modal is not believed: it may come from an older release. */
function check(modal: Modal, values: Record<string, string>, metadata: string) {
  try {
    return modal.check(values, metadata)
  } catch {
    return inFirstInput(values, unreadable)
  }
}

function inFirstInput(values: Record<string, string>, words: string): Record<string, string> {
  const [block = ''] = Object.keys(values)
  return { [block]: words }
}
