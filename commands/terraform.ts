import { environment, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'

export const terraform = command({
  name: 'terraform',
  summary: 'Look whether the Terraform code is valid; nothing is ever applied',
  examples: ['terraform validate', 'terraform validate staging', 'terraform validate vpc'],
  args: {
    what: word({ choices: ['validate'], placeholder: 'validate' }),
    environment: environment({ summary: 'its root module alone' }).optional(),
    module: word({
      placeholder: 'module',
      summary: 'one module alone; left out, or `all`: the whole tree',
    }).optional(),
  },
  access: 'viewer',
  run: ({ args, caller, terraform: tree }) =>
    tree.validate(args.environment?.name ?? args.module ?? 'all', caller),
})
