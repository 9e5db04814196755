import type { Environment } from '../src/core/environment.js'
import type { Json } from '../src/core/json.js'
import type { PreflightItem } from '../src/core/preflight.js'
import { UserError } from '../src/core/user-error.js'
import { environment, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import type { Rota } from '../src/oncall/rota.js'
import { preflightMessage } from '../src/slack/views/preflight/preflight.js'

export const preflight = command({
  name: 'preflight',
  summary: 'Look whether an environment is ready for a deployment',
  examples: ['preflight staging', 'preflight production --for backend:sprint-14-0c9b7aa'],
  args: {
    environment: environment(),
    for: {
      ...word({
        named: true,
        placeholder: 'service:tag',
        summary: 'what is about to be deployed',
      }).optional(),
      named: true,
    },
  },
  access: 'viewer',
  run: async ({ args, caller, rota, preflight: look }) => {
    const deployment = args.for === undefined ? undefined : deploymentIn(args.for, args.environment)
    const found = await look({
      environment: args.environment,
      ...(deployment === undefined ? {} : { deployment }),
      more: [await onCallItem(rota)],
    })
    return {
      message: preflightMessage(found, { askedBy: caller.name, buttons: caller.origin !== 'terminal' }),
      // Plain data; only its type does not say so.
      data: found as unknown as Json,
      shownTo: 'place',
      ...(found.ready ? {} : { failed: 'refused' as const }),
    }
  },
})

/** @throws UserError where it is not `service:tag` or `service@sha256:…` */
function deploymentIn(text: string, { name }: Environment): { service: string; image: string } {
  const [, service, image] = /^([\w-]+)[:@]([\w.:-]+)$/.exec(text) ?? []
  if (service !== undefined && image !== undefined) return { service, image }
  throw new UserError(
    'preflight-for',
    `\`${text}\` names no service with a tag.`,
    `Write both: \`/ohmy preflight ${name} --for backend:sprint-14-0c9b7aa\`.`,
  )
}

async function onCallItem(rota: Rota): Promise<PreflightItem> {
  const layers = await rota.now()
  const named = layers.map(({ turn, layer }) => `${layer} ${turn.name}`)
  const found = { group: 'on-call', what: 'On call' }
  if (named.length > 0) return { ...found, result: 'ok', figure: named.join(', ') }
  const remedy = 'Say in ohmy.yaml who is on call: `onCall`.'
  return { ...found, result: 'warn', figure: 'nobody is on call', remedy }
}
