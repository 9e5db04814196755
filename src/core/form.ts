/** What may be typed, and what is said where it is something else. The pattern is a regular expression over all of it. */
export interface Accepts {
  readonly pattern: string
  readonly otherwise: string
}

/** One thing that may be chosen. */
export interface FormChoice {
  /** What is said when it is chosen. */
  readonly value: string
  /** What people read; absent: the value. Untrusted. */
  readonly text?: string
  /** What is shown below the menu while it is chosen, one line each. Untrusted. */
  readonly details?: readonly string[]
}

/** What may be chosen now, as it was looked up. */
export interface Choices {
  /** The likeliest first. */
  readonly options: readonly FormChoice[]
  /** Nothing else is possible: there is no way to type another. */
  readonly areAll?: true
  /** What is said where nothing can be chosen, nor typed, one sentence: `Nothing is locked.` */
  readonly none?: string
  /** Why the menu is not there, or not whole, one clause: `AWS did not answer`. It can be typed. */
  readonly missing?: string
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
  readonly choices?: readonly FormChoice[]
  /** Nothing else is possible than what can be chosen. */
  readonly areAll?: true
  /** What was given already; several have commas between. */
  readonly value?: string
  readonly accepts?: Accepts
  /** More than one may be chosen. */
  readonly several?: true
  /** What may be chosen is looked up as the form opens, unless it stands here already, and again once a field changes that it depends on. */
  readonly live?: true
  /** What is live depends on it: an environment, a service. */
  readonly decides?: true
  /** What is chosen are words of a line, as they stand: `op-7k2m9qa --plan 3fa2c1b0c9d4`. */
  readonly isWords?: true
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
  /** The same by argument, for what is looked up. */
  readonly said?: Readonly<Record<string, string>>
}

/** The choices of words that stand for themselves. */
export function choicesOf(values: readonly string[]): readonly FormChoice[] {
  return values.map((value) => ({ value }))
}

/**
 * A field with what was looked up for it. The only one there is is chosen already; what was said stays, also where it is not among them.
 */
export function withChoices(field: FormField, { options, areAll, missing, none }: Choices): FormField {
  const { value: given, choices: _, hint: _hint, ...rest } = field
  const said = given === undefined ? [] : field.several ? given.split(',') : [given]
  const meant = said.map((one) => options.find((option) => isSaidBy(one, option))?.value ?? one)
  const unknown = meant.filter((one) => one !== '' && !options.some(({ value }) => value === one))
  const [only, other] = options
  const isOnly = only !== undefined && other === undefined && field.required
  const value =
    isOnly && given === undefined ? only.value : areAll && unknown.length > 0 ? '' : meant.join(',')
  const told = toldOf(field, { options, missing, none })
  return {
    ...rest,
    choices: options.length === 0 || areAll ? options : [...choicesOf(unknown), ...options],
    ...(areAll === undefined ? {} : { areAll }),
    ...(told === undefined ? {} : { hint: told }),
    ...(value === '' ? {} : { value }),
  }
}

/** A menu needs no words on how to write a name; what it means to choose none is still said. */
function toldOf(
  { hint, required }: FormField,
  { options, missing, none }: Pick<Choices, 'options'> & Record<'missing' | 'none', string | undefined>,
): string | undefined {
  if (missing !== undefined) return options.length === 0 ? `${missing}. It can be typed.` : `${missing}.`
  if (options.length === 0) return none ?? hint
  return required ? undefined : hint
}

/** What was said so far, and stands in the form, by argument. */
export function saidIn({
  fields,
  said = {},
}: Pick<Form, 'fields' | 'said'>): Readonly<Record<string, string>> {
  const values = fields.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const]))
  return { ...said, ...Object.fromEntries(values) }
}

/** The beginning of the words that an option says is enough: an id, without what belongs to it. */
function isSaidBy(said: string, { value }: FormChoice): boolean {
  return value === said || value.startsWith(`${said} `)
}
