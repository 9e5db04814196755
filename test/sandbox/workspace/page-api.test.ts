import { afterAll, beforeAll, expect, test } from 'vitest'
import { requester } from '../../../sandbox/people.js'
import type { Delivery, WorkspaceChange, WorkspaceState } from '../../../sandbox/workspace/contract.js'
import { type Running, startWithBolt } from './bot.js'

let running: Running
let devops = ''
const title = { type: 'plain_text' as const, text: 'Form' }

beforeAll(async () => {
  running = await startWithBolt(
    (app) => {
      app.command('/ohmy', async ({ ack }) =>
        ack({
          text: 'open it',
          blocks: [
            {
              type: 'actions',
              block_id: 'row',
              elements: [{ type: 'button', action_id: 'open', text: title }],
            },
          ],
        }),
      )
      app.action('open', async ({ ack, body, client }) => {
        await ack()
        const element = { type: 'plain_text_input' as const, action_id: 'text' }
        const blocks = [{ type: 'input' as const, block_id: 'why', label: title, element }]
        const trigger_id = (body as { trigger_id: string }).trigger_id
        await client.views.open({
          trigger_id,
          view: { type: 'modal', callback_id: 'form', title, submit: title, blocks },
        })
      })
      app.view('form', async ({ ack }) => ack())
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } })
      })
    },
    {
      page: (request, response) => {
        if (request.url !== '/') return false
        response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>ohmy</h1>')
        return true
      },
    },
  )
  devops = running.workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
})
afterAll(() => running.stop())

async function send(action: string, body: object): Promise<Delivery> {
  const response = await fetch(`${running.workspace.url}/page/api/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: requester.slackId, ...body }),
  })
  return (await response.json()) as Delivery
}

async function state(): Promise<WorkspaceState> {
  return (await (await fetch(`${running.workspace.url}/page/api/state`)).json()) as WorkspaceState
}

test('the page sees the bot, the people and the channels', async () => {
  const shown = await state()
  expect(shown.bot).toEqual({ slackId: 'U0OHMYBOT', name: 'ohmy' })
  expect(shown.people).toContainEqual(requester)
  expect(
    shown.channels.filter(({ directMessageWith }) => directMessageWith === undefined).map(({ name }) => name),
  ).toEqual(['devops', 'alerts', 'incidents', 'ohmy-audit'])
  expect(shown.channels.some(({ directMessageWith }) => directMessageWith === requester.slackId)).toBe(true)
})

test('a person types, clicks, submits, closes and opens the home tab, and the page is told', async () => {
  const changes: WorkspaceChange[] = []
  const abort = new AbortController()
  const stream = await fetch(`${running.workspace.url}/page/api/events`, { signal: abort.signal })
  const reading = (async () => {
    let rest = ''
    for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (rest + Buffer.from(chunk).toString()).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts)
        if (part.startsWith('data: ')) changes.push(JSON.parse(part.slice(6)) as WorkspaceChange)
    }
  })().catch(() => undefined)

  expect(await send('say', { channel: devops, text: '/ohmy' })).toMatchObject({
    ok: true,
    acknowledgedAfter: expect.any(Number),
  })
  const message = (await state()).messages.at(-1)
  const container = { kind: 'message', channel: devops, ts: message?.ts }
  expect(await send('act', { container, blockId: 'row', actionId: 'open' })).toMatchObject({ ok: true })
  const modal = await running.workspace.waitForModal(requester)
  expect(await send('submit', { modal: modal.id, values: { why: { text: 'because' } } })).toMatchObject({
    ok: true,
  })
  await send('act', { container, blockId: 'row', actionId: 'open' })
  const second = await running.workspace.waitForModal(requester)
  expect(await send('close', { modal: second.id })).toEqual({ ok: true, acknowledgedAfter: 0 })
  expect(await send('home', {})).toMatchObject({ ok: true })

  await expect.poll(() => changes.some(({ type }) => type === 'home')).toBe(true)
  expect(
    changes.map((change) => (change.type === 'modals' ? `modals ${change.modals.length}` : change.type)),
  ).toEqual(expect.arrayContaining(['message', 'modals 1', 'modals 0', 'home']))
  expect(changes.find(({ type }) => type === 'message')).toMatchObject({
    message: { text: 'open it', ephemeralFor: requester.slackId },
  })
  abort.abort()
  await reading
})

test('what makes no sense is answered with what is wrong', async () => {
  expect(await send('say', { channel: 'C404', text: 'x' })).toEqual({
    ok: false,
    acknowledgedAfter: 0,
    error: 'there is no channel C404',
  })
  expect((await send('say', { person: 'U404', channel: devops, text: 'x' })).error).toBe(
    'there is nobody with the id U404',
  )
  expect((await send('act', { container: { kind: 'home' }, blockId: 'a', actionId: 'b' })).ok).toBe(false)
})

test('another site cannot make a browser act here: only JSON is taken', async () => {
  const body = JSON.stringify({ person: requester.slackId, channel: devops, text: 'forged' })
  const response = await fetch(`${running.workspace.url}/page/api/say`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body,
  })
  expect(response.status).toBe(415)
  expect(running.workspace.messages('devops').some(({ text }) => text === 'forged')).toBe(false)
})

test('other paths are the page, or nothing', async () => {
  const page = await fetch(running.workspace.url)
  expect(await page.text()).toBe('<h1>ohmy</h1>')
  expect((await fetch(`${running.workspace.url}/nowhere`)).status).toBe(404)
})
