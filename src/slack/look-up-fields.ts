import { type Choices, type Form, type FormField, saidIn, withChoices } from '../core/form.js'

/** What is asked about one field: the argument of a verb, and what stands in the form besides. */
export interface FieldQuestion {
  readonly verb: string
  readonly key: string
  readonly said: Readonly<Record<string, string>>
}

export interface LookedUp {
  readonly form: Form
  /** It cannot be filled in: nothing is there to choose, in one sentence. */
  readonly none?: string
}

/** A form with its choices, where they are not there already. */
export async function lookUpFields(
  form: Form,
  lookUp: (question: FieldQuestion) => Promise<Choices>,
): Promise<LookedUp> {
  const said = saidIn(form)
  const nothing: string[] = []
  const fields = await Promise.all(
    form.fields.map(async (field): Promise<FormField> => {
      if (field.live !== true || field.choices !== undefined) return field
      const choices = await lookUp({ verb: form.verb, key: field.key, said })
      if (field.required && choices.options.length === 0 && choices.none !== undefined)
        nothing.push(choices.none)
      return withChoices(field, choices)
    }),
  )
  const [none] = nothing
  return { form: { ...form, fields }, ...(none === undefined ? {} : { none }) }
}
