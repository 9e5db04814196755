import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import type { Account } from './account/account.js'

/** `{"alarm":"ohmycoins-prod-alb-5xx-errors","state":"ALARM"}` */
const AlarmChange = z.strictObject({
  alarm: z.string(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string().optional(),
})

/** `POST /sandbox/alarm` sets an alarm of the simulated account. Answers false for other paths. */
export function serveControls(
  account: () => Pick<Account, 'world'>,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/sandbox/alarm') return false
    const answer = (status: number, content: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(content)}\n`)
      return true
    }
    // A page of another site can send a form here without asking, but not JSON.
    if (request.headers['content-type']?.includes('application/json') !== true)
      return answer(415, { error: 'send application/json' })
    try {
      const { alarm, state, reason } = AlarmChange.parse(await json(request))
      account().world.setAlarm(alarm, state, reason)
      return answer(200, { alarm, state })
    } catch (error) {
      const alarms = account()
        .world.alarms()
        .map(({ name }) => name)
      return answer(400, { error: error instanceof Error ? error.message : String(error), alarms })
    }
  }
}
