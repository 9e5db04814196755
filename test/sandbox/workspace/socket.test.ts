import type { App } from '@slack/bolt'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { afterEach, expect, test } from 'vitest'
import { credentials, requester } from '../../../sandbox/people.js'
import { clientFor, refusalOf, type Running, startAlone, startWithSocket } from './bot.js'

let running: Running | undefined
afterEach(async () => {
  await running?.stop()
  running = undefined
})

function configure(app: App): void {
  app.command('/ohmy', async ({ ack, command }) => {
    if (command.text === 'silent') return
    await ack(command.text === 'text' ? 'plain' : { text: `you said ${command.text}` })
  })
  app.event('app_mention', async ({ event, client }) => {
    await client.chat.postMessage({ channel: event.channel, thread_ts: event.ts, text: 'here I am' })
  })
  app.action('open', async ({ ack, body, client }) => {
    await ack()
    const trigger_id = (body as { trigger_id: string }).trigger_id
    const title = { type: 'plain_text' as const, text: 'Form' }
    const element = { type: 'plain_text_input' as const, action_id: 'text' }
    const blocks = [{ type: 'input' as const, block_id: 'why', label: title, element }]
    await client.views.open({
      trigger_id,
      view: { type: 'modal', callback_id: 'form', title, submit: title, blocks },
    })
  })
  app.view('form', async ({ ack }) => ack({ response_action: 'errors', errors: { why: 'Say more' } }))
}

const button = [
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'open', text: { type: 'plain_text' as const, text: 'Open' } },
    ],
  },
]

test('commands, events, clicks and modals go through the socket', async () => {
  running = await startWithSocket(configure)
  const { workspace, client } = running
  expect(workspace.connections()).toBe(1)
  expect(await workspace.say(requester, '#devops', '/ohmy hello')).toMatchObject({ ok: true })
  expect(workspace.messages('devops').at(-1)).toMatchObject({
    text: 'you said hello',
    ephemeralFor: requester.slackId,
  })
  await workspace.say(requester, '#devops', '/ohmy text')
  expect(workspace.messages('devops').at(-1)).toMatchObject({ text: 'plain' })
  await workspace.say(requester, '#devops', '@ohmy?')
  await workspace.waitForMessage(
    'devops',
    ({ text, threadTs }) => text === 'here I am' && threadTs !== undefined,
  )

  const { ts } = await client.chat.postMessage({
    channel: workspace.state().channels[0]?.id ?? '',
    text: 'x',
    blocks: button,
  })
  const posted = workspace.state().messages.find((message) => message.ts === ts)
  if (posted === undefined) throw new Error('not posted')
  await workspace.click(requester, posted, 'Open')
  const modal = await workspace.waitForModal(requester)
  await workspace.submit(requester, modal, { why: 'no' })
  expect(workspace.modals(requester)[0]?.errors).toEqual({ why: 'Say more' })
})

test('without an acknowledgement the person sees operation_timeout', async () => {
  running = await startWithSocket(configure, { acknowledgeWithin: 150 })
  const delivery = await running.workspace.say(requester, '#devops', '/ohmy silent')
  expect(delivery.error).toBe('/ohmy failed with the error "operation_timeout"')
})

test('the bot comes back after a refresh and after a cut', async () => {
  running = await startWithSocket(configure)
  const { workspace } = running
  for (const end of [workspace.faults.refreshSocket, workspace.faults.dropSocket]) {
    expect(end()).toBe(1)
    await expect.poll(() => workspace.connections(), { timeout: 10_000 }).toBe(0)
    await expect.poll(() => workspace.connections(), { timeout: 20_000 }).toBe(1)
    expect(await workspace.say(requester, '#devops', '/ohmy again')).toMatchObject({ ok: true })
  }
}, 40_000)

test('several connections share the envelopes, each goes to one', async () => {
  running = await startWithSocket(configure)
  const { workspace } = running
  const app = clientFor(workspace, credentials.appToken)
  const { url = '' } = await app.apps.connections.open()
  const received: string[] = []
  const second = new WebSocket(url)
  const hello = new Promise<void>((resolve) => {
    second.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; envelope_id?: string }
      received.push(message.type)
      if (message.type === 'hello') resolve()
      if (message.envelope_id !== undefined) second.send(JSON.stringify({ envelope_id: message.envelope_id }))
    })
  })
  await hello
  for (let index = 0; index < 4; index += 1)
    expect(await workspace.say(requester, '#devops', '/ohmy x')).toMatchObject({ ok: true })
  second.close()
  expect(received).toEqual(['hello', 'slash_commands', 'slash_commands'])
  expect(workspace.messages('devops')).toHaveLength(2)

  const again = new WebSocket(url)
  const status = await new Promise((resolve) =>
    again.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
  )
  expect(status).toBe(403)
})

test('nobody connected: the person is told, and a workspace on HTTP offers no socket', async () => {
  const workspace = await startAlone()
  const app = clientFor(workspace, credentials.appToken)
  expect((await refusalOf(app.apps.connections.open())).error).toBe('socket_mode_not_enabled')
  await workspace.stop()
  const lonely = await startAlone({ deliver: { kind: 'socket' } })
  const delivery = await lonely.say(requester, '#devops', '/ohmy x')
  await sleep(1)
  await lonely.stop()
  expect(delivery.error).toContain('dispatch_failed')
})
