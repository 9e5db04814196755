import type { Refusal } from '../access/permission.js'
import type { Caller } from '../core/caller.js'
import type { Form, FormField } from '../core/form.js'
import type { Command, Guide } from './command.js'

/** A form as this person may fill it in: with the environments in which they may use the verb. Nobody fills in what is refused anyway. */
export async function formFor(
  form: Form,
  command: Command,
  caller: Caller,
  guide: Guide,
): Promise<Form | { readonly refusal: Refusal }> {
  const { environments, refusals, allowed } = await guide.offer(command, caller)
  const key = Object.keys(command.args).find((name) => command.args[name]?.kind === 'environment')
  const named = form.fields.find((field) => field.key === key)?.value
  const refused = refusals.find(({ environment }) => !allowed || environment === named)
  if (refused !== undefined && (!allowed || named !== undefined)) return refused
  return {
    ...form,
    fields: form.fields.map((field) => (field.key === key ? only(field, environments) : field)),
  }
}

function only(field: FormField, environments: readonly string[]): FormField {
  if (field.isWords || field.choices === undefined) return field
  return { ...field, choices: field.choices.filter(({ value }) => environments.includes(value)) }
}
