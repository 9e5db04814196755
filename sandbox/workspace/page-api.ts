import type { IncomingMessage, ServerResponse } from 'node:http'
import { json } from './api/server.js'
import { readBody } from './api/arguments.js'
import { channelForPage } from './channels.js'
import type {
  Act,
  Change,
  Close,
  Delivery,
  Mark,
  OpenHome,
  Person,
  Say,
  Submit,
  WorkspaceChange,
  WorkspaceState,
} from './contract.js'
import { act } from './delivery/act.js'
import { edit } from './delivery/edit.js'
import { openHome } from './delivery/home.js'
import { pin, react, remove } from './delivery/in-channel.js'
import { say } from './delivery/say.js'
import { close, submit } from './delivery/submit.js'
import { WORKSPACE_TOKEN } from './emulator.js'
import { identity } from './identity.js'
import type { MessageRecord } from './messages.js'
import { modalForPage } from './modals.js'
import type { RunningWorkspace } from './running-workspace.js'

const KEEP_ALIVE = 15_000

/** Everything the page shows at once. */
export function stateOf(workspace: RunningWorkspace): WorkspaceState {
  return {
    bot: { slackId: identity.botUserId, name: identity.botName },
    people: workspace.settings.people,
    channels: workspace.channels
      .all()
      .filter(({ members }) => members.has(identity.botUserId))
      .map(channelForPage),
    messages: workspace.messages.all().map(messageForPage),
    modals: workspace.modals.all().map(modalForPage),
    canvases: workspace.canvases,
    homes: workspace.modals.homes().map(({ person, view }) => ({ person, view })),
  }
}

/** Serves `/page/…`: state, changes, what people do, and files. Answers false for other paths. */
export async function servePageApi(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<boolean> {
  const { pathname } = url
  if (pathname === '/page/api/state') return reply(response, 200, stateOf(workspace))
  if (pathname === '/page/api/events') return stream(request, response, workspace)
  if (pathname.startsWith('/page/files/')) return file(pathname, response, workspace)
  const name = pathname.slice('/page/api/'.length)
  if (!pathname.startsWith('/page/api/') || request.method !== 'POST') return false
  // A page of another site can send a form here without asking, but not JSON.
  if (request.headers['content-type']?.includes('application/json') !== true) {
    return reply(response, 415, { ok: false, acknowledgedAfter: 0, error: 'send application/json' })
  }
  try {
    const body: unknown = JSON.parse((await readBody(request)).toString())
    const delivery = await deliver(name, body, workspace, stopped)
    return delivery === undefined ? false : reply(response, 200, delivery)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return reply(response, 400, { ok: false, acknowledgedAfter: 0, error: text } satisfies Delivery)
  }
}

function deliver(
  name: string,
  body: unknown,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> | undefined {
  const who = personWith((body as { person?: unknown }).person, workspace)
  if (name === 'say') {
    const { channel, text, threadTs } = body as Say
    const place = workspace.channels.find(channel)
    if (place === undefined) throw new Error(`there is no channel ${channel}`)
    return say(who, place, text, threadTs, workspace, stopped)
  }
  if (name === 'act') return act(who, body as Act, workspace)
  if (name === 'submit') return submit(who, (body as Submit).modal, (body as Submit).values, workspace)
  if (name === 'close') return close(who, (body as Close).modal, workspace)
  if (name === 'change') return change(who, body as Change, workspace, stopped)
  if (name === 'mark') return mark(who, body as Mark, workspace)
  if (name === 'home') return openHome(personWith((body as OpenHome).person, workspace), workspace, stopped)
  return undefined
}

function change(
  who: Person,
  { channel, ts, text }: Change,
  workspace: RunningWorkspace,
  stopped: AbortSignal,
): Promise<Delivery> {
  const message = workspace.messages.find(channel, ts)
  if (message === undefined) throw new Error(`there is no message ${ts}`)
  return text === undefined ? remove(who, message, workspace) : edit(who, message, text, workspace, stopped)
}

function mark(who: Person, { channel, ts, by, on }: Mark, workspace: RunningWorkspace): Promise<Delivery> {
  const message = workspace.messages.find(channel, ts)
  if (message === undefined) throw new Error(`there is no message ${ts}`)
  return by.kind === 'pin' ? pin(who, message, on, workspace) : react(who, message, by.name, on, workspace)
}

function personWith(slackId: unknown, workspace: RunningWorkspace): Person {
  const person = workspace.settings.people.find((candidate) => candidate.slackId === slackId)
  if (person === undefined) throw new Error(`there is nobody with the id ${String(slackId)}`)
  return person
}

function stream(request: IncomingMessage, response: ServerResponse, workspace: RunningWorkspace): true {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  response.write(': connected\n\n')
  const end = workspace.changes.subscribe((change) => {
    response.write(`data: ${JSON.stringify(changeForPage(change))}\n\n`)
  })
  const alive = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE)
  request.on('close', () => {
    clearInterval(alive)
    end()
  })
  return true
}

function changeForPage(change: WorkspaceChange): WorkspaceChange {
  return change.type === 'message'
    ? { ...change, message: messageForPage(change.message as MessageRecord) }
    : change
}

function messageForPage({ raw: _raw, pings: _pings, metadata: _metadata, ...message }: MessageRecord) {
  return message
}

async function file(pathname: string, response: ServerResponse, workspace: RunningWorkspace): Promise<true> {
  const found = await workspace.slack.pass(pathname.replace('/page/files/', '/files-pri/'), {
    method: 'GET',
    headers: { authorization: `Bearer ${WORKSPACE_TOKEN}` },
  })
  response.writeHead(found.status, {
    'content-type': found.headers.get('content-type') ?? 'application/octet-stream',
    // An uploaded page must not run as a page of the workspace.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
  })
  response.end(Buffer.from(await found.arrayBuffer()))
  return true
}

function reply(response: ServerResponse, status: number, body: unknown): true {
  json(response, status, body)
  return true
}
