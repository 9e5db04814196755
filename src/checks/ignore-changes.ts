import { z } from 'zod'
import { UserError } from '../core/user-error.js'
import { findInTerraform } from '../terraform/read-folder.js'
import { check } from './check.js'
import { serviceOf } from './subject.js'

const changed = ['desired_count', 'task_definition'] as const

export const ignoreChanges = check({
  name: 'ignore-changes',
  summary:
    'Whether Terraform leaves alone what ohmy changes of a service, by `ignore_changes`: otherwise its next apply takes a deployment or a scale back',
  results: { pass: 'it does, or does not manage the service', warn: 'it does not' },
  reads: [],
  needsService: true,
  arguments: z.strictObject({}),
  async ask(subject) {
    const { folder, ignores } = subject.environment.terraform ?? {}
    if (ignores !== undefined) return answer(ignores, 'by what ohmy.yaml says')
    const { name, service } = serviceOf(subject)
    if (folder === undefined) throw unknown(name, subject.environment.name)
    const found = await findInTerraform(folder, service).catch((error: unknown) => {
      const why = (error as { readonly code?: string }).code ?? 'unreadable'
      throw new UserError('terraform-unread', `${folder} cannot be read (${why}).`, 'Look where ohmy runs.')
    })
    if (found.kind === 'none') return { result: 'pass', figure: 'Terraform does not manage it' }
    if (found.kind !== 'found') throw unknown(name, subject.environment.name)
    const { address, file, line, ignores: left } = found.resource
    return answer(left ?? changed, `${address}, ${file}, line ${line}`)
  },
})

function answer(ignores: readonly string[], where: string) {
  const kept = changed.filter((attribute) => !ignores.includes(attribute))
  if (kept.length === 0) return { result: 'pass' as const, figure: `both are ignored (${where})` }
  return {
    result: 'warn' as const,
    figure: `${kept.join(' and ')} ${kept.length === 1 ? 'is' : 'are'} not ignored (${where})`,
  }
}

function unknown(service: string, environment: string): UserError {
  const what = `Nobody knows whether Terraform manages ${service}.`
  return new UserError(
    'terraform-unknown',
    what,
    `Say it: environments.${environment}.terraform in ohmy.yaml.`,
  )
}
