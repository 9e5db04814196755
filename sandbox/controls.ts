import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import type { DeploymentConfiguration } from '@aws-sdk/client-ecs'
import { z } from 'zod'
import type { Account } from './account/account.js'

type World = Account['world']

/** `{"alarm":"ohmycoins-prod-alb-5xx-errors","state":"ALARM"}` */
const AlarmChange = z.strictObject({
  alarm: z.string(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string().optional(),
})

/**
 * `{"service":"ohmycoins-staging-backend","tag":"sprint-13-7ac41be","configuration":{"strategy":"CANARY"}}`: somebody else deploys, in a strategy
 * and with hooks as UpdateService takes them, which stay. `{"service":"ohmycoins-staging-backend","pause":"CONTINUE"}`: somebody else answers
 * the pauses that hold it.
 */
const SomebodysDeployment = z.union([
  z.strictObject({
    service: z.string(),
    tag: z.string(),
    configuration: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ service: z.string(), pause: z.enum(['CONTINUE', 'ROLLBACK']) }),
])

/** By path: what is asked, done, and answered; and what else there is, where that was no good. */
const controls: Readonly<
  Record<string, { act(world: World, asked: unknown): object; offers(world: World): object }>
> = {
  '/sandbox/alarm': {
    act(world, asked) {
      const { alarm, state, reason } = AlarmChange.parse(asked)
      world.setAlarm(alarm, state, reason)
      return { alarm, state }
    },
    offers: (world) => ({ alarms: world.alarms().map(({ name }) => name) }),
  },
  '/sandbox/deployment': {
    act(world, asked) {
      const wanted = SomebodysDeployment.parse(asked)
      const { service } = wanted
      if ('pause' in wanted) {
        world.answerPauses(service, wanted.pause)
        return { service, pause: wanted.pause }
      }
      // What is no configuration is refused by the account, as AWS would.
      const configuration = wanted.configuration as DeploymentConfiguration | undefined
      return { service, taskDefinition: world.deploy(service, wanted.tag, configuration) }
    },
    offers: (world) => ({ services: world.services().map(({ name }) => name) }),
  },
}

/** `POST /sandbox/alarm` sets an alarm of the simulated account, `POST /sandbox/deployment` deploys as somebody else. Answers false for other paths. */
export function serveControls(
  account: () => Pick<Account, 'world'>,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const control = controls[request.url ?? '']
    if (request.method !== 'POST' || control === undefined) return false
    const answer = (status: number, content: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(content)}\n`)
      return true
    }
    // A page of another site can send a form here without asking, but not JSON.
    if (request.headers['content-type']?.includes('application/json') !== true)
      return answer(415, { error: 'send application/json' })
    const { world } = account()
    try {
      return answer(200, control.act(world, await json(request)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return answer(400, { error: why, ...control.offers(world) })
    }
  }
}
