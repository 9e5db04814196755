import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SlackAnswer } from '../emulator.js'
import type { Fault } from '../faults.js'
import type { RunningWorkspace } from '../running-workspace.js'
import { type Args, parseArguments, readBody, text, tokenOf } from './arguments.js'
import { type Method, refusal } from './method.js'
import { methods } from './methods.js'
import type { Budgets } from './budgets.js'

/** Answers one call under `/api/`: faults first, then budgets, token, scope and the method itself. */
export async function serveApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  workspace: RunningWorkspace,
  budgets: Budgets | undefined,
): Promise<void> {
  const name = url.pathname.slice('/api/'.length)
  const args = parseArguments(request, url, (await readBody(request)).toString())
  const record = (outcome: string): void => {
    const { token: _token, ...visible } = args
    workspace.calls.push({ method: name, args: visible, at: workspace.settings.now(), outcome })
  }
  const fault = workspace.faults.take(name, channelNames(args, workspace))
  if (fault?.kind === 'delay') await sleep(fault.milliseconds)
  else if (fault !== undefined && !isAfter(fault)) return spoil(fault, request, response, record, workspace)

  const wait = budgets?.wait(name, channelNames(args, workspace)[0] ?? '') ?? 0
  if (wait > 0) return rateLimited(response, Math.ceil(wait / 1000), record)

  const answer = await run(name, tokenOf(request, args), args, workspace)
  if (fault !== undefined && isAfter(fault)) {
    record('dropped')
    request.socket.destroy()
    return
  }
  record(answer.ok ? 'ok' : (answer.error ?? 'unknown_error'))
  // Slack says them with every answer: https://docs.slack.dev/authentication/installing-with-oauth
  const { scopes } = workspace.settings
  if (scopes !== undefined) response.setHeader('x-oauth-scopes', scopes.join(','))
  json(response, 200, answer)
}

async function run(
  name: string,
  token: string | undefined,
  args: Args,
  workspace: RunningWorkspace,
): Promise<SlackAnswer> {
  const { credentials, scopes } = workspace.settings
  if (token === undefined || token === '') return refusal('not_authed')
  const method: Method | undefined = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method === undefined) return refusal('unknown_method')
  const expected = method.appLevel === true ? credentials.appToken : credentials.botToken
  if (token !== expected) {
    const known = token === credentials.appToken || token === credentials.botToken
    return refusal(known ? 'not_allowed_token_type' : 'invalid_auth')
  }
  if (method.scope !== undefined && scopes !== undefined && !scopes.includes(method.scope)) {
    return { ok: false, error: 'missing_scope', needed: method.scope, provided: scopes.join(',') }
  }
  return method.run(args, workspace, name)
}

/** Does to a call what the fault says. */
export async function spoil(
  fault: Fault,
  request: IncomingMessage,
  response: ServerResponse,
  record: (outcome: string) => void,
  workspace: RunningWorkspace,
): Promise<void> {
  if (fault.kind === 'rate-limit') return rateLimited(response, fault.retryAfter, record)
  if (fault.kind === 'status') {
    record(String(fault.status))
    response.writeHead(fault.status).end('<html><body>Server Error</body></html>')
    return
  }
  if (fault.kind === 'answer') {
    record(String(fault.status))
    response.writeHead(fault.status, { 'content-type': fault.contentType }).end(fault.body)
    return
  }
  if (fault.kind === 'error') {
    record(fault.error)
    return json(response, 200, refusal(fault.error))
  }
  if (fault.kind === 'hang') {
    record('hang')
    const released = workspace.faults.released()
    released.addEventListener('abort', () => request.socket.destroy(), { once: true })
    return
  }
  record('dropped')
  request.socket.destroy()
}

function isAfter(fault: Fault): boolean {
  return fault.kind === 'drop' && fault.when === 'after'
}

function rateLimited(
  response: ServerResponse,
  retryAfter: number | string | undefined,
  record: (outcome: string) => void,
): void {
  record('429')
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
  json(response, 429, refusal('ratelimited'))
}

/** Sends JSON. */
export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function channelNames(args: Args, workspace: RunningWorkspace): readonly string[] {
  const reference = text(args, 'channel') || text(args, 'channel_id')
  const channel = workspace.channels.find(reference)
  return channel === undefined ? [reference] : [channel.id, channel.name]
}
