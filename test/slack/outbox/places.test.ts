import { afterEach, beforeEach, expect, test } from 'vitest'
import { section } from '../../../src/slack/blocks.js'
import { message } from '../../../src/slack/message.js'
import { untrusted } from '../../../src/slack/mrkdwn.js'
import type { RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { letter, openPostOffice, person, type PostOffice } from './post-office.js'

let office: PostOffice
let devops: string
let outbox: RunningOutbox

beforeEach(async () => {
  office = await openPostOffice('javascript', { strictRateLimits: true })
  devops = office.channel('devops')
  outbox = office.open()
  outbox.start()
})
afterEach(() => office.close())

const shown = (channel = devops) => office.workspace.messages(channel).map(({ text }) => text)
const callsOf = (method: string) => office.workspace.calls.filter((call) => call.method === method)

/** A response_url as a slash command brings it. */
async function responseUrl(): Promise<string> {
  await office.workspace.say(person, 'devops', '/ohmy status')
  const body = office.workspace.deliveries.map((delivery) => JSON.stringify(delivery)).join('\n')
  const url = /response_url[^h]*(https?[^"&\\]+)/.exec(body)?.[1]
  if (url === undefined) throw new Error('no response_url was delivered')
  return decodeURIComponent(url)
}

test('a channel by its name is found, and the message is updated there', async () => {
  await outbox.send(letter('operation:1', '#devops', 'running'))
  await outbox.drain()
  await outbox.send(letter('operation:1', '#devops', 'succeeded', { final: true }))
  await outbox.drain()
  expect(shown()).toEqual(['operation:1\nsucceeded'])
})

test('the bot joins a public channel it is not in', async () => {
  await office.slack.conversations.leave({ channel: devops })
  await outbox.send(letter('operation:1', devops, 'running'))
  expect(await outbox.drain()).toBe(true)
  expect(shown().at(-1)).toBe('operation:1\nrunning')
})

test('where the bot may not write, the answer goes over the response_url', async () => {
  const url = await responseUrl()
  office.workspace.faults.refuse({ method: 'chat.postMessage', error: 'channel_not_found' })
  await outbox.send(
    letter('answer:1', devops, 'status', { to: { channel: devops, responseUrl: url }, final: true }),
  )
  expect(await outbox.drain()).toBe(true)
  expect(shown()).toEqual(['answer:1\nstatus'])
  expect(callsOf('response_url')).toHaveLength(1)
})

test('an answer for one person is seen by that person only, over the response_url or without one', async () => {
  const url = await responseUrl()
  const to = { channel: devops, ephemeralFor: person.slackId }
  await outbox.send(letter('answer:1', devops, 'first', { to: { ...to, responseUrl: url }, final: true }))
  await outbox.send(letter('answer:2', devops, 'second', { to, final: true }))
  expect(await outbox.drain()).toBe(true)
  const privately = office.workspace
    .messages(devops)
    .filter(({ ephemeralFor }) => ephemeralFor === person.slackId)
  expect(privately.map(({ text }) => text).sort()).toEqual(['answer:1\nfirst', 'answer:2\nsecond'])
  expect(callsOf('response_url')).toHaveLength(1)
  expect(callsOf('chat.postEphemeral')).toHaveLength(1)
})

test('a used-up response_url is replaced by a call', async () => {
  const to = {
    channel: devops,
    ephemeralFor: person.slackId,
    responseUrl: `${office.workspace.url}/response/gone`,
  }
  await outbox.send(letter('answer:1', devops, 'first', { to, final: true }))
  expect(await outbox.drain()).toBe(true)
  expect(callsOf('chat.postEphemeral').map(({ outcome }) => outcome)).toEqual(['ok'])
})

test.each(['channel_not_found', 'user_not_in_channel'])(
  'a private answer that Slack shows to nobody there (%s) goes into the direct message',
  async (error) => {
    office.workspace.faults.refuse({ method: 'chat.postEphemeral', error })
    const to = { channel: devops, ephemeralFor: person.slackId }
    await outbox.send(letter('answer:1', devops, 'first', { to, final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(callsOf('chat.postMessage').map(({ args, outcome }) => [args['channel'], outcome])).toEqual([
      [person.slackId, 'ok'],
    ])
    expect(office.log).toEqual([])
  },
)

test('what Slack does not take is known until it is shown, and only then', async () => {
  office.workspace.faults.refuse({ method: 'chat.postMessage', error: 'channel_not_found' })
  await outbox.send(letter('operation:1', devops, 'running'))
  expect(await outbox.refusal('operation:1', 5_000)).toEqual({ why: 'channel_not_found', channel: devops })
  expect(await outbox.drain()).toBe(true)
  expect(await outbox.refusal('operation:1', 0)).toBeUndefined()
})

test('a private answer that keeps failing is dropped after a few tries', async () => {
  office.workspace.faults.refuse({ method: 'chat.postEphemeral', error: 'is_archived' })
  const to = { channel: devops, ephemeralFor: person.slackId }
  await outbox.send(letter('answer:1', devops, 'first', { to, final: true }))
  expect(await outbox.drain()).toBe(true)
  expect(callsOf('chat.postEphemeral')).toHaveLength(1)
  expect(office.log.map(({ msg }) => msg)).toContain('A message was given up')
})

test('a message that is there already is updated and never posted', async () => {
  const posted = await office.slack.chat.postMessage({ channel: devops, text: 'a question' })
  const to = { channel: devops, ts: String(posted.ts) }
  await outbox.send(letter('message:1', devops, 'answered', { to }))
  await outbox.drain()
  expect(shown()).toEqual(['message:1\nanswered'])
  await office.slack.chat.delete({ channel: devops, ts: String(posted.ts) })
  await outbox.send(letter('message:1', devops, 'again', { to, final: true }))
  expect(await outbox.drain()).toBe(true)
  expect(shown()).toEqual([])
})

test('a mention in a log line pages nobody', async () => {
  const text = '<!channel> <@U0ADA0001> & more'
  await outbox.send(letter('answer:1', devops, '', { message: message([section('Log'), untrusted(text)]) }))
  await outbox.drain()
  expect(office.workspace.pings()).toEqual([])
  expect(shown()).toEqual(['Log\n&lt;!channel&gt; &lt;@U0ADA0001&gt; &amp; more'])
})

test('a refused token keeps the message and says what is wrong', async () => {
  await outbox.stop()
  const wrong = office.open({ token: 'xoxb-wrong' })
  wrong.start()
  await wrong.send(letter('operation:1', devops, 'succeeded', { final: true }))
  await expect
    .poll(() => office.log.map(({ msg }) => msg))
    .toContain('Slack refuses the token: messages wait until it is repaired')
  expect(await wrong.drain(300)).toBe(false)
})

test('eight messages and their changes stay within Slack’s real budgets', async () => {
  for (let round = 1; round <= 4; round += 1) {
    const sent = Array.from({ length: 8 }, (_, index) =>
      outbox.send(letter(`operation:${index}`, devops, `round ${round}`, { final: round === 4 })),
    )
    await Promise.all(sent)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  expect(await outbox.drain()).toBe(true)
  expect(shown().every((text) => text.endsWith('round 4'))).toBe(true)
  expect(office.workspace.calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
})
