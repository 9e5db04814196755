import type { Accepts, Form } from './form.js'

/** What a person has to choose or say before it goes on: the value of one argument of the verb. */
export interface Choice {
  /** The argument's name: `container`. */
  readonly argument: string
  /** Absent: it is typed. */
  readonly values?: readonly string[]
  /** What it is about, for who reads nothing else: one or two lines of plain text above the field. */
  readonly intro?: string
  /** Instead of the argument's own. */
  readonly label?: string
  readonly hint?: string
  /** What the button says that sends it, and how the form is called: at most 24 characters. It is asked for alone then. */
  readonly submit?: string
  /** Checked while the form is open. */
  readonly accepts?: Accepts
}

/** A form of its own: what it is called, what it is about, and what is asked. */
export type Questions = Omit<Form, 'verb' | 'kept'> & {
  /** Arguments that are not said again when it is sent: what asked for the form. */
  readonly without?: readonly string[]
}

/**
 * Something a person did or met that they can do something about. Everything else that is thrown is a defect or an outage:
 * it is logged whole under an id, and the person is shown that id and no internals.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  /** Stable, kebab-case: documented, searched for in logs, asserted in tests. */
  readonly code: string
  /** What happened, one sentence. */
  readonly what: string
  /** What to do next, one sentence or a command to copy. */
  readonly next: string
  /** Absent: there is nothing to choose. */
  readonly choice?: Choice
  /** Several things at once that have to be said. */
  readonly questions?: Questions

  constructor(
    code: string,
    what: string,
    next: string,
    options?: ErrorOptions & { readonly choice?: Choice; readonly questions?: Questions },
  ) {
    super(`${what} ${next}`, options)
    if (options?.choice !== undefined) this.choice = options.choice
    if (options?.questions !== undefined) this.questions = options.questions
    this.code = code
    this.what = what
    this.next = next
  }
}
