import type { ServerResponse } from 'node:http'
import { maskData } from '../core/mask-data.js'

/** Why a request from outside was not taken. */
export class HookRefusal extends Error {
  override readonly name = 'HookRefusal'

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 500 | 503,
    /** Stable, kebab-case: documented in docs/ci.md. */
    readonly code: string,
    /** What happened, one sentence. */
    readonly what: string,
    /** What to do next. */
    readonly next: string,
  ) {
    super(`${what} ${next}`)
  }
}

/** What is sent back: an HTTP status and JSON. */
export interface HookAnswer {
  readonly status: number
  readonly content: unknown
}

export function refusalAnswer({ status, code, what, next }: HookRefusal): HookAnswer {
  return { status, content: { error: code, what, next } }
}

export function sendAnswer(response: ServerResponse, { status, content }: HookAnswer): void {
  const retry = status === 503 || status === 409 ? { 'retry-after': '10' } : {}
  // What was not read of a body that is too large must not be taken for the next request.
  const close = status === 413 ? { connection: 'close' } : {}
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...retry, ...close })
    .end(`${JSON.stringify(maskData(content))}\n`)
}
