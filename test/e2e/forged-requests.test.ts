import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { slackPath } from '../../src/slack/receivers/http.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const year = 365 * 24 * 3_600

describe('requests that Slack did not send', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  let number = 0
  /** A command as Slack sends it, with a trigger of its own. */
  const command = (text: string) =>
    new URLSearchParams({
      command: '/ohmy',
      text,
      channel_id: sandbox.workspace.state().channels[0]?.id ?? '',
      channel_name: 'devops',
      user_id: requester.slackId,
      trigger_id: `forged-${(number += 1)}`,
      response_url: `${sandbox.workspace.url}/response/none`,
    }).toString()
  const now = () => Math.floor(Date.now() / 1_000)
  const deliver = (body: string, headers: Readonly<Record<string, string>> = sandbox.workspace.sign(body)) =>
    sandbox.workspace.deliverRaw(body, headers)
  const url = () => `${sandbox.botUrl}${slackPath}`

  afterEach(async () => {
    const before = sandbox.workspace.messages('devops').length
    const delivery = await sandbox.workspace.say(requester, 'devops', '/ohmy help')
    expect(delivery.ok).toBe(true)
    await sandbox.workspace.waitForMessage(
      'devops',
      () => sandbox.workspace.messages('devops').length > before,
    )
    expect(sandbox.account.calls.count()).toBe(0)
  })

  it('are refused without a signature, or with one of somebody else', async () => {
    const body = command('status staging')
    const signed = sandbox.workspace.sign(body)
    const time = { 'x-slack-request-timestamp': signed['x-slack-request-timestamp'] ?? '' }
    const signature = { 'x-slack-signature': signed['x-slack-signature'] ?? '' }
    for (const headers of [
      {},
      time,
      signature,
      { ...time, 'x-slack-signature': `v0=${'0'.repeat(64)}` },
      { ...time, 'x-slack-signature': 'v0=' },
      { ...signature, 'x-slack-request-timestamp': 'yesterday' },
      { ...signature, 'x-slack-request-timestamp': `-${now()}` },
      sandbox.workspace.sign(command('status production')),
    ]) {
      expect((await deliver(body, headers)).status, JSON.stringify(headers)).toBe(401)
    }
  })

  it('are refused when they are dated more than five minutes back or ahead', async () => {
    for (const seconds of [-year, -3_600, -310, 310, 3_600, year]) {
      const body = command('status staging')
      expect(
        (await deliver(body, sandbox.workspace.sign(body, now() + seconds))).status,
        String(seconds),
      ).toBe(401)
    }
  })

  it('are refused when they repeat a genuine one', async () => {
    const body = command('help')
    const headers = sandbox.workspace.sign(body)
    expect((await deliver(body, headers)).status).toBe(200)
    for (const _ of [1, 2, 3]) expect((await deliver(body, headers)).status).toBe(401)
  })

  it('are refused when they carry more than 1 MB', async () => {
    const body = command('x'.repeat(1_100_000))
    expect((await deliver(body)).status).toBe(413)
  })

  it('are refused when they are not what they say', async () => {
    const json = { 'content-type': 'application/json' }
    for (const body of ['{"type":', '[]', '"text"', 'null', '12', '']) {
      expect((await deliver(body, { ...json, ...sandbox.workspace.sign(body) })).status, body).toBe(400)
    }
    for (const body of ['payload={', 'payload=[]', 'payload=null']) {
      expect((await deliver(body)).status, body).toBe(400)
    }
  })

  it('harm nothing when they are signed and make no sense', async () => {
    const json = { 'content-type': 'application/json' }
    for (const content of [
      {},
      { type: 'event_callback' },
      { type: 'event_callback', event: null },
      { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } },
      { type: 'block_actions' },
      { type: 'block_actions', actions: [null], user: {} },
      { type: 'view_submission', view: { callback_id: 'confirm-operation' } },
    ]) {
      const body = JSON.stringify(content)
      const { status } = await deliver(body, { ...json, ...sandbox.workspace.sign(body) })
      expect([200, 400, 500], body).toContain(status)
    }
  })

  it('are answered each time where their trigger was left out', async () => {
    const channel = sandbox.workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
    const typed = (text: string) =>
      new URLSearchParams({ command: '/ohmy', text, channel_id: channel, user_id: requester.slackId })
    const pressed = (value: string) =>
      new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_actions',
          user: { id: requester.slackId },
          channel: { id: channel, name: 'devops' },
          actions: [{ type: 'button', action_id: 'say:thread:0', block_id: 'b', value }],
        }),
      })
    for (const form of [typed('help'), typed('help scale'), pressed('help'), pressed('help scale')]) {
      const before = sandbox.workspace.messages('devops', requester).length
      expect((await deliver(form.toString())).status).toBe(200)
      await until('an answer', () => sandbox.workspace.messages('devops', requester).length > before)
    }
  })

  it('are refused by another method or on another path', async () => {
    expect((await fetch(url())).status).toBe(405)
    expect((await fetch(url(), { method: 'DELETE' })).status).toBe(405)
    expect((await fetch(`${sandbox.botUrl}/slack`, { method: 'POST', body: 'x' })).status).toBe(404)
    expect((await fetch(`${sandbox.botUrl}/`)).status).toBe(404)
    expect((await fetch(`${sandbox.botUrl}/healthz`, { method: 'POST' })).status).toBe(405)
  })

  it('are cut off when their headers are too large', async () => {
    const answer = await fetch(url(), {
      method: 'POST',
      headers: { 'x-large': 'x'.repeat(40_000) },
      body: 'x',
    })
    expect(answer.status).toBe(431)
  })

  it('are cut off when their body or their headers do not come', async () => {
    const body = command('status staging')
    const headers = { ...sandbox.workspace.sign(body), 'content-length': String(body.length) }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const start = `POST ${slackPath} HTTP/1.1\r\nhost: x\r\n`
    const [slowBody, slowHeaders] = await Promise.all([
      closesAfter(`${start}${lines.join('\r\n')}\r\n\r\ncom`),
      closesAfter(`${start}x-slow: `),
    ])
    expect(slowBody).toBeLessThan(4_000)
    expect(slowHeaders).toBeLessThan(8_000)
  })

  /** Milliseconds until the bot closes a connection on which only this comes. */
  async function closesAfter(beginning: string): Promise<number> {
    const begun = Date.now()
    const socket = connect(Number(new URL(sandbox.botUrl).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(beginning)
    socket.resume()
    await new Promise((resolve) => socket.once('close', resolve))
    return Date.now() - begun
  }

  it('give the challenge back only when Slack asks', async () => {
    expect(await sandbox.workspace.verifyUrl()).toBe(true)
    const body = JSON.stringify({ type: 'url_verification', challenge: 'mine' })
    expect((await deliver(body, { 'content-type': 'application/json' })).body).not.toContain('mine')
  })
})
