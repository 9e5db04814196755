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
  /** What was said is none that there is: it is chosen anew, or this was probably meant. */
  readonly anew?: { readonly nearest?: string }
  /** Others that are needed with it. */
  readonly also?: readonly string[]
}

/** A form of its own: what it is called, what it is about, and what is asked. */
export type Questions = Omit<Form, 'verb' | 'kept'> & {
  /** Arguments that are not said again when it is sent: what asked for the form. */
  readonly without?: readonly string[]
}

/** A line that helps, to be said by a button. */
export interface Offer {
  /** On the button: `Cancel it`. */
  readonly text: string
  /** As somebody might type it, without a prompt. */
  readonly line: string
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
  /** What helps, besides `next`. */
  readonly offers?: readonly Offer[]
  /** The same line may work a little later: it is offered to be said again. */
  readonly passes?: boolean
  /** What is in the way, as `tell-me` takes it: `op-7k2m9qa`, `backend production`. Whoever asked may be told when it is not any more. */
  readonly waitFor?: string

  constructor(
    code: string,
    what: string,
    next: string,
    options?: ErrorOptions &
      Partial<Pick<UserError, 'choice' | 'questions' | 'offers' | 'passes' | 'waitFor'>>,
  ) {
    super(`${what} ${next}`, options)
    if (options?.choice !== undefined) this.choice = options.choice
    if (options?.questions !== undefined) this.questions = options.questions
    if (options?.offers !== undefined) this.offers = options.offers
    if (options?.passes !== undefined) this.passes = options.passes
    if (options?.waitFor !== undefined) this.waitFor = options.waitFor
    this.code = code
    this.what = what
    this.next = next
  }
}
