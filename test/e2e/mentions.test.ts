import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requester } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const backend = 'ohmycoins-staging-backend'
const notAgain = 'An edited message is not run again'

describe('a mention', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string) => sandbox.workspace.say(requester, 'devops', text)
  const said = (text: string) =>
    sandbox.workspace.waitForMessage(
      'devops',
      (message) => message.author === requester.slackId && message.text.includes(text),
    )
  const messages = () => sandbox.workspace.messages('devops')
  const told = () => messages().filter(({ text }) => text.includes(notAgain))
  const changes = () => sandbox.account.calls.of('UpdateService').filter((call) => call.effective).length
  const done = (words: string) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes(words) && text.includes('— Done'),
      {
        timeout: 60_000,
      },
    )

  it('that is edited is not run again, and whoever edited it is told so', async () => {
    await say('@ohmy scale backend +1 staging')
    await done('Scale backend in staging from 1 to 2 tasks')
    const message = await said('scale backend +1 staging')
    await sandbox.workspace.edit(requester, message, '@ohmy scale backend +1 staging please')
    const answer = await until('the answer', () => told()[0])
    expect(answer.ephemeralFor).toBe(requester.slackId)
    expect(answer.threadTs).toBe(message.ts)
    const edits = sandbox.workspace.deliveries.filter(
      ({ payload }) => 'edited' in (payload['event'] as object),
    )
    expect(edits).toHaveLength(1)
    // Neither does Slack's own repetition of the edit, nor of the message itself.
    await sandbox.workspace.redeliver(edits[0]!)
    const first = sandbox.workspace.deliveries.find(
      ({ payload }) => (payload['event'] as { ts?: string })['ts'] === message.ts,
    )
    await sandbox.workspace.redeliver(first!)
    await say('@ohmy scale frontend +1 staging')
    await done('Scale frontend in staging from 1 to 2 tasks')
    expect(told()).toHaveLength(1)
    expect(changes()).toBe(2)
    expect(sandbox.account.world.service(backend).desiredCount).toBe(2)
  })

  it('that was added to a message by an edit is taken, once', async () => {
    await say('scale backend 3 staging')
    const message = await said('scale backend 3 staging')
    await sandbox.workspace.edit(requester, message, '@ohmy scale backend 3 staging')
    await done('Scale backend in staging from 2 to 3 tasks')
    const before = told().length
    await sandbox.workspace.edit(requester, { ...message, edits: 1 }, '@ohmy scale backend 3 staging now')
    await until('the answer', () => told().length > before)
    expect(changes()).toBe(1)
  })

  it('that was mistyped in a thread is run there by the button that only its author sees', async () => {
    await say('@ohmy scale frontend 2 stagign')
    const message = await said('scale frontend 2 stagign')
    const meant = await until('what was meant', () =>
      messages().find((one) => one.threadTs === message.ts && one.ephemeralFor !== undefined),
    )
    await sandbox.workspace.click(requester, meant, 'Run it')
    const card = await sandbox.workspace.waitForMessage(
      'devops',
      ({ author, ts, text }) => author !== requester.slackId && ts > meant.ts && text.includes('frontend'),
    )
    expect(card.threadTs).toBe(message.ts)
  })

  it('is understood as Slack’s composer marks it, and so is a command', async () => {
    const before = messages().length
    for (const line of ['@ohmy `status` *staging*', '*@ohmy status* `staging`', '/ohmy *status* `staging`']) {
      const since = messages().length
      await say(line)
      const answer = await until('the status', () =>
        messages()
          .slice(since)
          .find(({ author, text }) => author !== requester.slackId && text.includes('staging is')),
      )
      expect(answer.ephemeralFor).toBeUndefined()
    }
    await say('/ohmy *scael* `backend` 2 *stagign*')
    const answer = await until('a suggestion', () => messages().find(({ text }) => text.includes('scael')))
    expect(answer.text).not.toMatch(/[*_~ˋ]/)
    expect(JSON.stringify(messages().slice(before).at(-1)?.blocks)).not.toContain('ˋ')
  })

  it('is understood behind a sign of address, in a quote and in a list', async () => {
    for (const line of [
      '@ohmy: status staging',
      '@ohmy, status staging',
      '> @ohmy status staging',
      '• @ohmy *status* staging',
    ]) {
      const since = messages().length
      await say(line)
      const answer = await until(`an answer to ${line}`, () =>
        messages()
          .slice(since)
          .find(({ author }) => author !== requester.slackId),
      )
      expect(answer.text).toContain('staging is')
    }
  })

  it('or a command without any text is answered with help', async () => {
    const deliver = async (body: string, headers: Record<string, string> = {}) => {
      const since = messages().length
      const { status } = await sandbox.workspace.deliverRaw(body, {
        ...headers,
        ...sandbox.workspace.sign(body),
      })
      expect(status).toBe(200)
      return until('an answer', () => messages()[since])
    }
    const sent = (mark: string) =>
      structuredClone(
        sandbox.workspace.deliveries.findLast(({ payload }) => mark in payload)!.payload,
      ) as Record<string, unknown>
    await say('@ohmy help')
    const mention = sent('event')
    const event = mention['event'] as Record<string, unknown>
    delete event['text']
    event['ts'] = `${String(event['ts'])}1`
    mention['event_id'] = 'EvWITHOUTTEXT'
    const json = { 'content-type': 'application/json' }
    expect((await deliver(JSON.stringify(mention), json)).text).toContain('What you can do here')

    await say('/ohmy help')
    const { text: _, ...command } = sent('command') as Record<string, string>
    const form = new URLSearchParams({ ...command, trigger_id: 'without.text' }).toString()
    expect((await deliver(form)).text).toContain('What you can do here')
  })
})
