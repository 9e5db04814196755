import type { Action } from './action.js'
import { confirmOperation } from './confirm-operation.js'
import { approveOperation, cancelOperation, undoOperation } from './decide-operation.js'
import { homeVerbs, refreshHome } from './home.js'
import { rejectOperation } from './reject-operation.js'
import { openScale, refreshStatus, showDetails } from './status.js'

/** Every button and menu that does something. */
export const actions: readonly Action[] = [
  approveOperation,
  cancelOperation,
  confirmOperation,
  ...homeVerbs,
  openScale,
  refreshHome,
  rejectOperation,
  refreshStatus,
  showDetails,
  undoOperation,
]
