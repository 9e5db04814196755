import type { Form } from '../../core/form.js'
import type { Offer } from '../../core/user-error.js'
import type { Command } from '../command.js'

/** Why a line was not understood, for people. */
export interface Problem {
  readonly code: string
  readonly what: string
  readonly next: string
  readonly failed: 'usage' | 'refused'
  /** Ready to paste, with the prompt. */
  readonly commands?: readonly string[]
  /** How it may look, with the prompt. */
  readonly examples?: readonly string[]
  /** The usage line of the verb, with the prompt. */
  readonly usage?: string
  /** Ready to press. */
  readonly offers?: readonly Offer[]
  /** What is missing, to be filled in. */
  readonly form?: Form
  /** What the form is of: who may not use it is told so instead. */
  readonly command?: Command
}
