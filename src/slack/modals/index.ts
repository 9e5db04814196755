import { commandForm } from './command-form.js'
import type { Modal } from './modal.js'

/** Every modal that can be submitted. */
export const modals: readonly Modal[] = [commandForm]
