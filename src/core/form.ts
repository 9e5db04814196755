/** What may be typed, and what is said where it is something else. The pattern is a regular expression over all of it. */
export interface Accepts {
  readonly pattern: string
  readonly otherwise: string
}

/** One thing to fill in. */
export interface FormField {
  /** The argument's name: `environment`; of one that takes names with values also `with.count`. */
  readonly key: string
  readonly label: string
  /** What is allowed, one short clause; absent where a menu says it. */
  readonly hint?: string
  readonly required: boolean
  /** Absent: anything may be typed. */
  readonly choices?: readonly string[]
  /** What was given already. */
  readonly value?: string
  readonly accepts?: Accepts
}

/** What a verb still needs, to be asked for where there is a way to ask: Slack opens a modal, elsewhere the usage is shown. */
export interface Form {
  readonly verb: string
  readonly title: string
  /** The word on the button that sends it. */
  readonly submit: string
  /** What it is about, plain text. */
  readonly intro?: string
  readonly fields: readonly FormField[]
  /** Options that were given and have no field: `--dry-run`. They count when the form is sent. */
  readonly kept: readonly string[]
}
