import type { Action } from './action.js'
import { confirmOperation } from './confirm-operation.js'
import { cancelOperation, undoOperation } from './decide-operation.js'
import { refreshHome } from './home.js'
import { openScale, refreshStatus, showDetails } from './status.js'

/** Every button and menu that does something. */
export const actions: readonly Action[] = [
  cancelOperation,
  confirmOperation,
  openScale,
  refreshHome,
  refreshStatus,
  showDetails,
  undoOperation,
]
