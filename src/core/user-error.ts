/** What a person has to choose before it goes on: the value of one argument of the verb. */
export interface Choice {
  /** The argument's name: `container`. */
  readonly argument: string
  readonly values: readonly string[]
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

  constructor(
    code: string,
    what: string,
    next: string,
    options?: ErrorOptions & { readonly choice?: Choice },
  ) {
    super(`${what} ${next}`, options)
    if (options?.choice !== undefined) this.choice = options.choice
    this.code = code
    this.what = what
    this.next = next
  }
}
