import type { Json } from '../src/core/json.js'
import type { Reply } from '../src/core/message.js'
import { UserError } from '../src/core/user-error.js'
import { duration, environment, flag, service, text, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { readAutoscaling } from '../src/operations/autoscaling/read-autoscaling.js'
import { resumeAutoscaling } from '../src/operations/autoscaling/resume-autoscaling.js'
import { suspendAutoscaling } from '../src/operations/autoscaling/suspend-autoscaling.js'
import { glassOf } from '../src/operations/break-glass.js'
import { autoscalingMessage } from '../src/slack/views/autoscaling/autoscaling.js'

const hour = 3_600_000

export const autoscaling = command({
  name: 'autoscaling',
  summary: 'Show what keeps the count of a service, suspend it for a time, resume it',
  topic: 'change',
  examples: [
    'autoscaling show production',
    'autoscaling suspend backend production --for 2h --reason "SEV-2"',
    'autoscaling suspend backend production --for 4h --only in',
    'autoscaling resume backend production',
  ],
  args: {
    what: word({ choices: ['show', 'suspend', 'resume'], placeholder: 'what' }),
    service: service({ summary: 'which one; with `show` left out: every service' }).optional(),
    environment: environment(),
    for: duration({
      summary: 'with `suspend`: after that it works again; left out: 2h',
      most: 7 * 24 * hour,
    }).optional(),
    only: word({
      choices: ['in', 'out'],
      named: true,
      summary: 'with `suspend`: only `in` (it takes no tasks away) or only `out` (it adds none)',
    }).optional(),
    reason: text({ summary: 'why, for everybody who reads the message' }).optional(),
    'dry-run': flag({ summary: 'only show what would change' }),
    'break-glass': flag({
      summary: 'in an emergency: without approval, past locks and freezes; needs a reason',
    }),
  },
  access: 'viewer',
  changesWith: { keywords: ['suspend', 'resume'], access: 'operator' },
  run: async ({ args, caller, aws, history, operations }): Promise<Reply> => {
    const { service: ref, environment: place, reason } = args
    if (args.what === 'show') {
      const open = await history.open([place.name])
      const found = await readAutoscaling(
        aws(place),
        place,
        ref,
        open.map(({ record }) => record),
      )
      return {
        message: autoscalingMessage(found, { buttons: caller.origin !== 'terminal' }),
        data: found as unknown as Json,
        shownTo: 'place',
      }
    }
    if (ref === undefined) throw serviceMissing(args.what, place.name)
    const options = {
      dryRun: args['dry-run'],
      ...glassOf(args),
      ...(reason === undefined ? {} : { reason }),
    }
    if (args.what === 'resume')
      return operations.request(resumeAutoscaling, { service: ref }, caller, options)
    const { only } = args
    const input = {
      service: ref,
      for: args.for ?? 2 * hour,
      ...(only === undefined ? {} : { only: only as 'in' | 'out' }),
    }
    return operations.request(suspendAutoscaling, input, caller, options)
  },
})

function serviceMissing(what: string, environment: string): UserError {
  const next = `Name it: \`/ohmy autoscaling ${what} backend ${environment}\`.`
  return new UserError('service-missing', 'No service was named.', next, { choice: { argument: 'service' } })
}
