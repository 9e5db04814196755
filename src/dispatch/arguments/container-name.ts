import type { Reading } from '../command.js'
import { inCode } from '../../core/wording.js'
import { argument, type RequiredArgument } from './argument.js'

/** A container of a task definition, only by name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export function containerName(options: { readonly summary?: string } = {}): RequiredArgument<string> {
  return argument({
    kind: 'word',
    placeholder: 'name',
    summary: options.summary ?? 'a container of the task definition',
    named: true,
    read: readName,
  })
}

function readName(typed: string | undefined): Reading<string> {
  const text = typed?.trim() ?? ''
  if (/^[\w-]{1,255}$/.test(text)) return { ok: true, value: text }
  const next = 'Write the name that it has in the task definition: letters, digits, `_` and `-`.'
  const what = text === '' ? 'No container was named.' : `${inCode(text)} is not the name of a container.`
  return { ok: false, code: text === '' ? 'container-missing' : 'container-invalid', what, next }
}
