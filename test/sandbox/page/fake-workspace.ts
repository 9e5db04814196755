import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { type PageFiles, servePage } from '../../../sandbox/page/serve.js'
import { people } from '../../../sandbox/people.js'
import type {
  Act,
  Canvas,
  Close,
  Delivery,
  OpenHome,
  OpenModal,
  PostedMessage,
  Say,
  Submit,
  WorkspaceChange,
  WorkspaceState,
} from '../../../sandbox/workspace/contract.js'
import { applyChange } from '../../../sandbox/page/state/workspace.js'
import { approvalBlocks, chartBlocks, logBlocks, statusBlocks } from './gallery.js'
import { changeModal, detailsModal } from './gallery-modals.js'

const bot = { slackId: 'U0OHMYBOT', name: 'ohmy' }
const everybody = [...people.map(({ slackId }) => slackId), bot.slackId]

/** The contract's server with a bot of a few lines behind it: enough to try every part of the page. */
export interface FakeWorkspace {
  readonly url: string
  readonly received: { readonly path: string; readonly body: Act | Say | Submit | Close | OpenHome }[]
  readonly state: () => WorkspaceState
  readonly post: (message: Partial<PostedMessage>) => PostedMessage
  readonly write: (canvas: Canvas) => void
  /** Ends every stream of events, as a restart of the sandbox would. */
  readonly dropConnections: () => void
  readonly close: () => Promise<void>
}

interface FakeWorkspaceOptions {
  readonly files: PageFiles
  /** The time of the first message, in milliseconds. */
  readonly now: number
  /** Milliseconds until a button's use is acknowledged. */
  readonly deliveryTakes: number
}

export async function startFakeWorkspace(options: FakeWorkspaceOptions): Promise<FakeWorkspace> {
  const { files, now, deliveryTakes } = options
  const streams = new Set<ServerResponse>()
  const received: FakeWorkspace['received'] = []
  let sequence = 0
  let state: WorkspaceState = {
    bot,
    people,
    channels: [
      { id: 'C0DEVOPS', name: 'devops', topic: 'Commands to ohmy', bookmarks: [], members: everybody },
      {
        id: 'C0ALERTS',
        name: 'alerts',
        topic: 'Alarms, one live message each',
        bookmarks: [],
        members: everybody,
      },
      { id: 'C0INCIDENT', name: 'incidents', topic: '', bookmarks: [], members: everybody },
      ...people.map(({ slackId }) => ({
        id: `D${slackId}`,
        name: 'ohmy',
        topic: '',
        bookmarks: [],
        members: [bot.slackId, slackId],
        directMessageWith: slackId,
      })),
    ],
    messages: [],
    modals: [],
    homes: [],
    canvases: [],
  }

  const change = (next: WorkspaceChange): void => {
    state = applyChange(state, next)
    for (const stream of streams) stream.write(`data: ${JSON.stringify(next)}\n\n`)
  }
  const post = (message: Partial<PostedMessage>): PostedMessage => {
    sequence += 1
    const ts = `${(now / 1000 + sequence).toFixed(0)}.000100`
    const posted = {
      channel: 'C0DEVOPS',
      ts,
      author: bot.slackId,
      text: '',
      blocks: [],
      edits: 0,
      ...message,
    }
    change({ type: 'message', message: posted })
    return posted
  }
  const setModals = (person: string, modals: readonly OpenModal[]): void =>
    change({ type: 'modals', person, modals })
  const modalsOf = (person: string): readonly OpenModal[] =>
    state.modals.filter((modal) => modal.person === person)

  const say = ({ person, channel, text, threadTs }: Say): void => {
    if (text === '/nope') throw new Error('/nope failed with the error "dispatch_failed"')
    if (text.startsWith('/')) post({ channel, text: 'staging is healthy', blocks: statusBlocks })
    else post({ channel, author: person, text, ...(threadTs ? { threadTs } : {}) })
    if (text.includes('@ohmy'))
      post({ channel, text: `<@${person}> here`, ...(threadTs ? { threadTs } : {}) })
  }
  const act = async ({ person, container, actionId }: Act): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, deliveryTakes))
    if (actionId === 'change') setModals(person, [{ id: 'V1', person, view: changeModal }])
    if (actionId === 'details')
      setModals(person, [...modalsOf(person), { id: 'V2', person, view: detailsModal }])
    if (actionId !== 'approve' || container.kind !== 'message') return
    const message = state.messages.find(({ ts }) => ts === container.ts)
    const text = `:white_check_mark: Approved by <@${person}>`
    if (message)
      change({ type: 'message', message: { ...message, text, blocks: [], edits: message.edits + 1 } })
  }
  const submit = ({ person, modal, values }: Submit): void => {
    const count = String(values['count']?.['value'] ?? '')
    const problem = count === '' ? 'Please complete this required field.' : `At most 10 tasks, not ${count}`
    const errors = count === '' || Number(count) > 10 ? { count: problem } : undefined
    if (errors)
      return setModals(
        person,
        modalsOf(person).map((each) => (each.id === modal ? { ...each, errors } : each)),
      )
    setModals(person, [])
    post({ ephemeralFor: person, text: 'Submitted. *Only you* see this.' })
  }
  const home = ({ person }: OpenHome): void => {
    const view = { type: 'home' as const, blocks: [...statusBlocks, ...approvalBlocks] }
    change({ type: 'home', home: { person, view } })
  }

  const deliver = async (path: string, body: unknown): Promise<Delivery> => {
    received.push({ path, body: body as Act })
    try {
      if (path === 'say') say(body as Say)
      if (path === 'act') await act(body as Act)
      if (path === 'submit') submit(body as Submit)
      if (path === 'close') setModals((body as Close).person, modalsOf((body as Close).person).slice(0, -1))
      if (path === 'home') home(body as OpenHome)
      return { ok: true, acknowledgedAfter: 12 }
    } catch (error) {
      return { ok: false, acknowledgedAfter: 12, error: (error as Error).message }
    }
  }

  const page = servePage(files)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (page(request, response)) return
    const path = (request.url ?? '').replace('/page/api/', '')
    if (path === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      streams.add(response)
      response.on('close', () => streams.delete(response))
      return
    }
    const result = path === 'state' ? state : await deliver(path, await json(request))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  post({ channel: 'C0DEVOPS', author: 'U0REQUEST', text: 'Good morning. Is *staging* fine? :eyes:' })
  post({
    text: 'staging is healthy',
    blocks: statusBlocks,
    reactions: [{ name: 'thumbsup', users: ['U0APPROVE', 'U0VIEWERS'] }],
  })
  const approval = post({ text: 'Approval needed', blocks: approvalBlocks, edits: 1 })
  post({ author: 'U0REQUEST', text: 'Please have a look', threadTs: approval.ts })
  post({ author: 'U0APPROVE', text: 'On it', threadTs: approval.ts })
  post({ text: 'Only Rita sees this', ephemeralFor: 'U0REQUEST' })
  post({ channel: 'C0ALERTS', text: 'logs', blocks: logBlocks })
  const attached = [
    { id: 'F1', name: 'cpu.svg', title: 'cpu.svg', url: '/favicon.svg', mimetype: 'image/svg+xml' },
    {
      id: 'F2',
      name: 'audit.jsonl',
      title: 'audit.jsonl',
      url: '/files/audit.jsonl',
      mimetype: 'application/x-ndjson',
    },
  ]
  post({ channel: 'C0ALERTS', text: 'charts', blocks: chartBlocks, pinned: true, files: attached })

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    state: () => state,
    post,
    write: (canvas) => change({ type: 'canvas', canvas }),
    dropConnections: () => streams.forEach((stream) => stream.destroy()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
