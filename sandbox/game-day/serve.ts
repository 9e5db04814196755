import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'
import type { PlayedGameDay } from './game-day.js'

const TroubleRequest = z.strictObject({ trouble: z.string(), do: z.enum(['begin', 'mend']) })

/** `GET /sandbox/game-day` and `POST /sandbox/trouble`. Answers false for other paths. */
export function serveGameDay(
  gameDay: () => PlayedGameDay | undefined,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const answer = (status: number, content: object) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(`${JSON.stringify(content)}\n`)
      return true
    }
    const isLook = request.method === 'GET' && request.url === '/sandbox/game-day'
    const isWord = request.method === 'POST' && request.url === '/sandbox/trouble'
    if (!isLook && !isWord) return false
    const played = gameDay()
    if (played === undefined) return answer(503, { error: 'the sandbox is not up yet' })
    if (isLook) return answer(200, played.state())
    // A page of another site can send a form here without asking, but not JSON.
    if (request.headers['content-type']?.includes('application/json') !== true)
      return answer(415, { error: 'send application/json' })
    try {
      played.ask(TroubleRequest.parse(await json(request)))
      return answer(200, played.state())
    } catch (error) {
      return answer(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }
}
