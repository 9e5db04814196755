import { commandForm } from './command-form.js'
import { confirmOperation } from './confirm-operation.js'
import type { Modal } from './modal.js'
import { rejectOperation } from './reject-operation.js'
import { scaleService } from './scale-service.js'

/** Every modal that can be submitted. */
export const modals: readonly Modal[] = [commandForm, confirmOperation, rejectOperation, scaleService]
