import { confirmModal } from '../views/confirm-modal.js'
import { openView } from '../open-view.js'
import type { Action } from './action.js'
import { readButton } from './decide-operation.js'
import { unreadable } from './unreadable.js'

/** Opens the modal in which the confirmation is typed. */
export const confirmOperation: Action = {
  id: 'operation.confirm',
  async run(edge, click) {
    const operation = readButton(click.value)?.operation
    if (operation === undefined) return unreadable()
    const found = await edge.inside.find(operation)
    if (found?.state !== 'unconfirmed') {
      // Says why: already running, cancelled, expired, or not there at all.
      return edge.inside.decide({ kind: 'confirm', operation, word: '' }, click.caller)
    }
    await openView(edge, click.triggerId, confirmModal(found, click.caller.place), click.caller.request)
    return undefined
  },
}
