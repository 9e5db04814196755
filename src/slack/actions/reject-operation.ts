import { rejectModal } from '../views/reject-modal.js'
import { openView } from '../open-view.js'
import type { Action } from './action.js'
import { readButton } from './decide-operation.js'
import { unreadable } from './unreadable.js'

/** Opens the modal in which the reason is typed. */
export const rejectOperation: Action = {
  id: 'operation.reject',
  async run(edge, click) {
    const named = readButton(click.value)
    if (named?.plan === undefined) return unreadable()
    const { operation, plan } = named
    const found = await edge.inside.find(operation)
    if (found?.state !== 'unapproved') {
      // Says how it was decided, or that there is no such operation.
      return edge.inside.decide({ kind: 'approve', operation, plan: '' }, click.caller)
    }
    const view = rejectModal(found, plan, click.caller.place)
    await openView(edge, click.triggerId, view, click.caller.request)
    return undefined
  },
}
