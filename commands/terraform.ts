import { UserError } from '../src/core/user-error.js'
import { environment, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'

export const terraform = command({
  name: 'terraform',
  summary: 'Look whether the Terraform code is valid, or what an apply would do; nothing is ever applied',
  examples: [
    'terraform validate',
    'terraform validate staging',
    'terraform validate vpc',
    'terraform plan staging',
  ],
  args: {
    what: word({ choices: ['validate', 'plan'], placeholder: 'validate|plan' }),
    environment: environment({ summary: 'its root module alone' }).optional(),
    module: word({
      placeholder: 'module',
      summary: 'of validate: one module alone; left out, or `all`: the whole tree',
    }).optional(),
  },
  access: 'viewer',
  run({ args, caller, terraform: tree }) {
    if (args.what === 'validate') return tree.validate(args.environment?.name ?? args.module ?? 'all', caller)
    if (args.environment === undefined || args.module !== undefined)
      throw new UserError(
        'terraform-plan-environment',
        'A plan is made of one environment.',
        'Name it: `/ohmy terraform plan staging`.',
      )
    return tree.plan(args.environment, caller)
  },
})
