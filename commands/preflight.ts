import type { Environment } from '../src/core/environment.js'
import { asJson } from '../src/core/json.js'
import { UserError } from '../src/core/user-error.js'
import { environment, word } from '../src/dispatch/arguments/index.js'
import { command } from '../src/dispatch/command.js'
import { preflightMessage } from '../src/slack/views/preflight/preflight.js'

/** In Slack one message that fills in; where there is no place for one (the terminal), one answer. */
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
        keepsCase: true,
      }).optional(),
      named: true,
    },
  },
  access: 'viewer',
  forAgents: { may: 'look' },
  run: async ({ args, caller, preflights }) => {
    const deployment = args.for === undefined ? undefined : deploymentIn(args.for, args.environment)
    const request = {
      environment: args.environment,
      ...(deployment === undefined ? {} : { deployment }),
    }
    const isMessage = caller.origin !== 'terminal' && caller.origin !== 'agent'
    if (caller.place !== undefined && isMessage) return preflights.start(request, caller)
    const found = await preflights.look(request)
    return {
      message: preflightMessage(found, { checklist: args.environment.policy.deploy?.checklist ?? [] }),
      data: asJson(found),
      shownTo: 'place',
      ...(found.ready ? {} : { failed: 'refused' as const }),
    }
  },
})

/** @throws UserError where it is not `service:tag` or `service@sha256:…` */
function deploymentIn(text: string, { name }: Environment): { service: string; image: string } {
  // As `deploy` takes it: case counts in a tag, and a repository may stand before it.
  const [, service, image] = /^([\w-]+)[:@]([\w./:@-]+)$/.exec(text) ?? []
  if (service !== undefined && image !== undefined) return { service: service.toLowerCase(), image }
  throw new UserError(
    'preflight-for',
    `\`${text}\` names no service with a tag.`,
    `Write both: \`/ohmy preflight ${name} --for backend:sprint-14-0c9b7aa\`.`,
  )
}
