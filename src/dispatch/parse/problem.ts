import type { Form } from '../../core/form.js'

/** Why a line was not understood, for people. */
export interface Problem {
  readonly code: string
  readonly what: string
  readonly next: string
  readonly failed: 'usage' | 'refused'
  /** Ready to paste, with the prompt. */
  readonly commands?: readonly string[]
  /** The usage line of the verb, with the prompt. */
  readonly usage?: string
  /** What is missing, to be filled in. */
  readonly form?: Form
}
