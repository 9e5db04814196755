import type { IncomingMessage, ServerResponse } from 'node:http'
import type { StoreFault } from '../core/store-fault.js'
import { ownerOfToken } from '../core/token-hash.js'
import type { Route } from '../server/server.js'
import type { Board } from './board.js'
import { boardPage, contentSecurityPolicy } from './page.js'

export const boardPath = '/board'

const headers = {
  'cache-control': 'no-store',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const

/** `GET /board`: what waits, for who has its password. It changes nothing, so another page that sends a browser here gains nothing. */
export function createBoardRoute(options: {
  /** SHA-256 (hex) of passwords. */
  readonly tokens: readonly string[]
  readonly read: () => Promise<Board>
  /** What an error of `read` says about the store; undefined: it is a defect. */
  readonly faultOf: (error: unknown) => StoreFault | undefined
  /** Counts a request whose sender is not known. */
  readonly countUnsigned: (reason: string) => void
}): Route {
  const { tokens, read, faultOf, countUnsigned } = options

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const password = passwordIn(request.headers.authorization)
    if (ownerOfToken(password, [tokens], (hashes) => hashes) === undefined) {
      // A browser asks first without one.
      if (password !== '') countUnsigned('token-wrong')
      const realm = { 'www-authenticate': 'Basic realm="ohmy", charset="UTF-8"' }
      response.writeHead(401, { ...headers, ...realm, 'content-type': 'text/plain; charset=utf-8' })
      response.end(
        'The password is missing, or another one. Its SHA-256 stands in ohmy.yaml, at queueBoard.tokens.\n',
      )
      return
    }
    try {
      const page = boardPage(await read())
      response.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(page)
    } catch (error) {
      const fault = faultOf(error)
      if (fault === undefined) throw error
      // A browser that has it open finds back to it.
      const again = { refresh: '10', 'retry-after': '10' }
      response.writeHead(503, { ...headers, ...again, 'content-type': 'text/plain; charset=utf-8' })
      response.end(`What waits cannot be read: the store ${fault.is}. ${fault.next}\n`)
    }
  }

  return { method: 'GET', path: boardPath, handle }
}

/** Of `Basic …` (whatever the name) and of `Bearer …`; empty: none. */
function passwordIn(authorization = ''): string {
  const [, scheme = '', value = ''] = /^(Basic|Bearer) ([\x21-\x7e]{1,700})$/i.exec(authorization) ?? []
  if (scheme.toLowerCase() !== 'basic') return value
  const pair = Buffer.from(value, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
