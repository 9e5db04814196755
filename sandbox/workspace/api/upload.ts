import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RunningWorkspace } from '../running-workspace.js'
import { readBody } from './arguments.js'

const PASSED = ['authorization', 'content-type'] as const

/** Hands uploaded bytes and downloads through to `emulate`. A fault may touch the upload as `upload`. */
export async function serveUpload(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  workspace: RunningWorkspace,
): Promise<void> {
  const body = await readBody(request)
  const fault = workspace.faults.take('upload', [])
  if (fault?.kind === 'status') return void response.writeHead(fault.status).end()
  if (fault?.kind === 'drop' && fault.when === 'before') return void request.socket.destroy()
  const headers: Record<string, string> = {}
  for (const name of PASSED) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = value
  }
  const method = request.method ?? 'GET'
  const answer = await workspace.slack.pass(`${url.pathname}${url.search}`, {
    method,
    headers,
    ...(method === 'POST' ? { body } : {}),
  })
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
  })
  response.end(Buffer.from(await answer.arrayBuffer()))
}
