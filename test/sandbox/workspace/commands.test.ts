import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approver, requester } from '../../../sandbox/people.js'
import { type Running, startWithBolt } from './bot.js'

let running: Running
let clock = 0
const seen: Record<string, unknown>[] = []
const events: { type: string; id: unknown; text?: string; thread?: string }[] = []

beforeAll(async () => {
  running = await startWithBolt(
    (app) => {
      app.command('/ohmy', async ({ ack, command, respond }) => {
        seen.push({ ...command })
        if (command.text === 'silent') return
        if (command.text === 'public') return ack({ response_type: 'in_channel', text: 'for all' })
        if (command.text === 'blocks') return ack({ blocks: [{ type: 'header' } as never] })
        if (command.text.startsWith('respond')) {
          await ack()
          for (let use = 1; use <= 6; use += 1) {
            const answer = await respond({ text: `use ${use}` }).catch((error: Error) => error)
            if (answer instanceof Error) seen.push({ failed: use })
          }
          return
        }
        await ack(`you said ${command.text}`)
      })
      app.use(async ({ body, next }) => {
        const { event, event_id: id } = body as {
          event?: { type: string; text?: string; thread_ts?: string }
          event_id?: string
        }
        if (event !== undefined) {
          events.push({
            type: event.type,
            id,
            ...(event.text ? { text: event.text } : {}),
            ...(event.thread_ts ? { thread: event.thread_ts } : {}),
          })
        }
        await next()
      })
      app.event('app_mention', async () => undefined)
      app.event('message', async () => undefined)
      app.event('app_home_opened', async () => undefined)
      app.error(async () => undefined)
    },
    { acknowledgeWithin: 400, now: () => Date.now() + clock },
  )
})
afterAll(() => running.stop())

const say = (text: string, options = {}) => running.workspace.say(requester, '#devops', text, options)
const last = () => running.workspace.messages('devops').at(-1)

describe('a slash command', () => {
  test('arrives signed and complete, and its answer is seen by the person alone', async () => {
    const delivery = await say('/ohmy status staging')
    expect(delivery).toMatchObject({ ok: true })
    expect(seen.at(-1)).toMatchObject({
      command: '/ohmy',
      text: 'status staging',
      user_id: requester.slackId,
      user_name: 'rita.requester',
      channel_name: 'devops',
      team_id: 'T000000001',
      trigger_id: expect.any(String),
      response_url: expect.stringContaining('/response/'),
    })
    expect(last()).toMatchObject({ text: 'you said status staging', ephemeralFor: requester.slackId })
  })

  test('an answer for the channel is seen by everybody', async () => {
    await say('/ohmy public')
    expect(last()).toMatchObject({ text: 'for all', author: 'U0OHMYBOT' })
    expect(last()?.ephemeralFor).toBeUndefined()
  })

  test('special characters are escaped, mentions resolved', async () => {
    await say('/ohmy tell @aaron.approver a<b & <@U0VIEWERS>')
    expect(seen.at(-1)).toMatchObject({ text: 'tell <@U0APPROVE> a&lt;b &amp; <@U0VIEWERS>' })
  })

  test('without an acknowledgement the person sees operation_timeout', async () => {
    const delivery = await say('/ohmy silent')
    expect(delivery).toMatchObject({ ok: false, error: '/ohmy failed with the error "operation_timeout"' })
    expect(last()).toMatchObject({
      text: delivery.error,
      author: 'USLACKBOT',
      ephemeralFor: requester.slackId,
    })
  })

  test('an acknowledgement with broken blocks shows nothing', async () => {
    const before = running.workspace.messages('devops').length
    expect(await say('/ohmy blocks')).toMatchObject({ ok: false, error: 'invalid_blocks' })
    expect(running.workspace.messages('devops')).toHaveLength(before)
  })

  test('not in threads, and no other commands', async () => {
    const before = seen.length
    expect(await say('/ohmy status', { threadTs: '1.1' })).toMatchObject({ ok: false })
    expect(last()).toMatchObject({ text: '/ohmy is not supported in threads. Sorry!', threadTs: '1.1' })
    expect((await say('/giphy cat')).error).toBe('`/giphy` is not a valid command.')
    expect(seen).toHaveLength(before)
  })

  test('a response_url works five times; the sixth is refused', async () => {
    await say('/ohmy respond')
    await running.workspace.waitForMessage('devops', ({ text }) => text === 'use 5')
    await expect.poll(() => seen.filter((entry) => 'failed' in entry)).toEqual([{ failed: 6 }])
    expect(running.workspace.calls.at(-1)).toMatchObject({ method: 'response_url', outcome: 'used_url' })
  })

  test('a response_url is dead after 30 minutes', async () => {
    await say('/ohmy once')
    const url = String(seen.at(-1)?.['response_url'])
    const use = async () =>
      (
        await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{"text":"late"}',
        })
      ).status
    expect(await use()).toBe(200)
    clock = 31 * 60_000
    expect(await use()).toBe(404)
    clock = 0
    expect(running.workspace.calls.at(-1)?.outcome).toBe('expired_url')
  })
})

describe('signatures', () => {
  const body = new URLSearchParams({ command: '/ohmy', text: 'forged', user_id: 'U0REQUEST' }).toString()

  test('a forged request is refused by the bot, a signed one taken, an old one refused', async () => {
    const { workspace } = running
    const before = seen.length
    const forged = await workspace.deliverRaw(body, {
      'x-slack-signature': 'v0=abc',
      'x-slack-request-timestamp': `${Math.floor(Date.now() / 1000)}`,
    })
    const unsigned = await workspace.deliverRaw(body)
    const old = await workspace.deliverRaw(body, workspace.sign(body, Math.floor(Date.now() / 1000) - 600))
    expect([forged.status, unsigned.status, old.status]).toEqual([401, 401, 401])
    expect(seen).toHaveLength(before)
    expect((await workspace.deliverRaw(body, workspace.sign(body))).status).toBe(200)
    expect(seen).toHaveLength(before + 1)
  })

  test('the Request URL gives the challenge back', async () => {
    expect(await running.workspace.verifyUrl()).toBe(true)
  })
})

describe('events', () => {
  test('a mention, also in a thread', async () => {
    expect(await say('hey @ohmy status')).toMatchObject({ ok: true })
    const parent = last()?.ts ?? ''
    await say('@ohmy logs', { threadTs: parent })
    expect(events.slice(-2)).toMatchObject([
      { type: 'app_mention', text: 'hey <@U0OHMYBOT> status' },
      { type: 'app_mention', text: '<@U0OHMYBOT> logs', thread: parent },
    ])
  })

  test('talk among people is no event, a direct message is one', async () => {
    const before = events.length
    await say('lunch?')
    expect(events).toHaveLength(before)
    await running.workspace.say(approver, 'dm', 'status')
    expect(events.at(-1)).toMatchObject({ type: 'message', text: 'status' })
  })

  test('opening the home tab', async () => {
    expect(await running.workspace.openHome(approver)).toMatchObject({ ok: true })
    expect(events.at(-1)).toMatchObject({ type: 'app_home_opened' })
  })
})

test('a bot that is down: the person is told dispatch_failed', async () => {
  const down = await startWithBolt(() => undefined)
  await down.app.stop()
  const delivery = await down.workspace.say(requester, '#devops', '/ohmy status')
  await down.workspace.stop()
  expect(delivery).toMatchObject({ ok: false, error: '/ohmy failed with the error "dispatch_failed"' })
})
