import { UserError } from '../src/core/user-error.js'
import { choosing, continuedId, hook } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { waitingPauses, whatWaits } from './choices/pauses.js'

/** Also behind the buttons of a deployment that waits, and of a log query that asks before it costs much. Who may is looked up by the id. */
export const continueWaiting = command({
  name: 'continue',
  summary: 'Let a deployment go on that waits at a pause, or a log query that asked because it costs much',
  topic: 'answer',
  examples: ['continue deployment-7k2m9qa --hook e7tK9G_W', 'continue logs-7k2m9qa'],
  args: {
    id: choosing(continuedId(), { lookUp: whatWaits, label: 'Which' }),
    hook: choosing(hook(), { lookUp: waitingPauses, label: 'Pause' }).optional(),
  },
  access: 'viewer',
  run({ args, caller, pauses, readings }) {
    const { kind, id } = args.id
    if (kind === 'reading') return readings.hear(id, 'continue', caller)
    if (args.hook === undefined) throw noHook()
    return pauses.decide({ id, hook: args.hook, action: 'CONTINUE' }, caller)
  },
})

/** A deployment may wait at several pauses, and at the next one a moment later: each is decided on by its name. */
function noHook(): UserError {
  const next = 'Copy it from the message of the deployment: `--hook` and eight letters and figures.'
  return new UserError('hook-missing', 'No pause was named.', next, {
    choice: { argument: 'hook', label: 'Which pause?', intro: 'It goes on from there.', submit: 'Continue' },
  })
}
