import {
  type Choices,
  type Form,
  type FormChoice,
  type FormField,
  saidIn,
  withChoices,
} from '../core/form.js'
import type { RefusalView } from '../slack/views/answers/refusal.js'
import type { ChoiceQuestion } from './choices.js'

/** Of each list so many are told: who wants another one knows it. */
const mostTold = 8

/** A line that lacks something, with what may be said now: for who cannot be shown a form. */
export async function withChoicesInWords(
  problem: RefusalView,
  form: Form,
  lookUp: (question: ChoiceQuestion) => Promise<Choices>,
): Promise<RefusalView & { readonly none?: true }> {
  const lacking = form.fields.filter(({ required, value }) => required && value === undefined)
  const said = saidIn(form)
  const asked = await Promise.all(
    lacking.map(async (field) => {
      if (field.live !== true || field.choices !== undefined) return { field }
      const choices = await lookUp({ verb: form.verb, key: field.key, said })
      return { field: withChoices(field, choices), choices }
    }),
  )
  const [nothing] = asked.flatMap(({ choices }) =>
    choices?.options.length === 0 && choices.none !== undefined ? [choices.none] : [],
  )
  if (nothing !== undefined) return { code: problem.code, what: nothing, next: '', none: true }
  const lists = asked.flatMap(({ field }) => listOf(field))
  if (lists.length === 0) return problem
  const { code, what, next, commands, examples } = problem
  return { code, what, next, lists, ...(commands && { commands }), ...(examples && { examples }) }
}

function listOf({ label, choices = [] }: FormField): readonly { label: string; lines: readonly string[] }[] {
  if (choices.length === 0) return []
  const lines = choices.slice(0, mostTold).map(told)
  const more = choices.length - lines.length
  return [{ label, lines: more === 0 ? lines : [...lines, `… and ${more} more`] }]
}

/** What is to be typed stands first. */
function told({ value, text }: FormChoice): string {
  if (text === undefined || text === value) return value
  return text.startsWith(value) ? text : `${value} — ${text}`
}
