import { confirmModal } from '../views/confirm-modal.js'
import type { Action } from './action.js'
import { readOperation } from './decide-operation.js'
import { unreadable } from './unreadable.js'

/** Opens the modal in which the confirmation is typed. */
export const confirmOperation: Action = {
  id: 'operation.confirm',
  async run(edge, click) {
    const operation = readOperation(click.value)
    if (operation === undefined) return unreadable()
    const found = await edge.inside.find(operation)
    if (found?.state !== 'unconfirmed') {
      // Says why: already running, cancelled, expired, or not there at all.
      return edge.inside.decide({ kind: 'confirm', operation, word: '' }, click.caller)
    }
    await edge.web.views.open({ trigger_id: click.triggerId, view: confirmModal(found, click.caller.place) })
    return undefined
  },
}
