/** What a runbook may be at most. Slack's limits are in docs/runbooks.md with their source. */
export const limits = {
  /** Characters of a title: Slack's header. */
  title: 150,
  /** Characters of a text: a section takes 3,000 with what is put in and around it. */
  text: 2_500,
  /** Characters of a button: an option's label. */
  label: 75,
  /** Buttons of a decision, choices of an `ask`. */
  options: 10,
  /** Steps, with what is included and repeated. */
  steps: 200,
  /** Times a `for_each` repeats. */
  items: 20,
  /** Runbooks within one another. */
  includes: 5,
  /** Characters of an expression as it is written. */
  expression: 500,
  /** Parentheses and `not` within one another. */
  depth: 32,
  /** Characters of a line said by an action: what one button can carry. */
  line: 1_000,
  inputs: 20,
} as const
