import { readStateLocks } from '../src/checks/read-state-locks.js'
import { s3BackendOf } from '../src/checks/terraform-backend.js'
import { asJson } from '../src/core/json.js'
import { environment, keyword } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { unlockHelpMessage } from '../src/slack/views/terraform/unlock-help.js'

/** A verb `terraform` of its own: it asks AWS, where the others look at code. */
export const unlockHelp = command({
  name: 'terraform',
  summary: 'Say who holds the lock of Terraform’s state, since when, and what to do; breaks none',
  examples: ['terraform unlock-help staging'],
  args: {
    'unlock-help': keyword('unlock-help', { summary: '`unlock-help` before the environment' }),
    environment: environment(),
  },
  access: 'viewer',
  isMeantBy: ([first]) => first?.toLowerCase() === 'unlock-help',
  run: async ({ args, caller, aws, clock }) => {
    const { name, terraform } = args.environment
    const backend = await s3BackendOf(args.environment)
    const workspace = terraform?.workspace ?? 'default'
    const found = await readStateLocks(aws(args.environment), backend, workspace, clock.now())
    const places = found.map(({ result, where, words, held }) => ({
      ...{ result, where, words },
      ...(held === undefined ? {} : { lock: held.id }),
    }))
    return {
      message: unlockHelpMessage(name, places, caller.name),
      data: asJson({ environment: name, places: found }),
      shownTo: 'place',
    }
  },
})
