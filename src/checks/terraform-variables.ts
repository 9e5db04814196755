import { z } from 'zod'
import { UserError } from '../core/user-error.js'
import { readVariables } from '../terraform/variables.js'
import { check } from './check.js'
import { counted } from '../status/wording.js'

export const terraformVariables = check({
  name: 'terraform-variables',
  summary:
    'Whether every variable of the environment’s Terraform files that has no default is set: in a file that Terraform reads by itself, or somewhere that `terraform.variables` says. No value is read',
  results: { pass: 'each is', fail: 'one is set nowhere' },
  reads: [],
  value: 'variables that are set nowhere',
  needsService: false,
  arguments: z.strictObject({}),
  async ask({ environment: { name, terraform } }) {
    const { folder, variables = [] } = terraform ?? {}
    if (folder === undefined) {
      const what = `ohmy.yaml does not say where the Terraform files of ${name} are.`
      throw new UserError('terraform-unconfigured', what, `Set environments.${name}.terraform.folder.`)
    }
    const read = await readVariables(folder).catch((error: unknown) => {
      const why = (error as { readonly code?: string }).code ?? 'unreadable'
      throw new UserError('terraform-unread', `${folder} cannot be read (${why}).`, 'Look where ohmy runs.')
    })
    const { declared, needed, set } = read
    const unset = needed.filter((variable) => !set.has(variable.name) && !variables.includes(variable.name))
    if (unset.length > 0) {
      const figure = `${unset.map((variable) => variable.name).join(', ')} ${unset.length === 1 ? 'is' : 'are'} set nowhere`
      const lines = unset.map((variable) => `${variable.name} (${variable.file}, line ${variable.line})`)
      return { result: 'fail', figure, value: unset.length, lines }
    }
    const figure = `${counted(needed.length, 'variable')} without a default, of ${declared}, all set`
    return { result: 'pass', figure, value: 0 }
  },
})
