import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { letter, openPostOffice, person, type PostOffice } from './post-office.js'

let office: PostOffice
let devops: string
let outbox: RunningOutbox

beforeEach(async () => {
  office = await openPostOffice('javascript')
  devops = office.channel('devops')
  outbox = office.open()
  outbox.start()
})
afterEach(() => office.close())

const shown = (channel = devops) => office.workspace.messages(channel).map(({ text }) => text)
const callsOf = (method: string) => office.workspace.calls.filter((call) => call.method === method)

const places = ['devops', 'alerts', 'incidents']
const spoiled = [
  { what: 'a page with status 200' },
  { what: 'an empty body', body: '' },
  { what: 'half an answer', body: '{"ok":true,"channel":"C0', contentType: 'application/json' },
  { what: 'JSON of somebody else', body: '{"message":"slow down"}', contentType: 'application/json' },
  { what: 'null', body: 'null', contentType: 'application/json' },
  { what: 'a yes that names no message', body: '{"ok":true}', contentType: 'application/json' },
  { what: 'a word that looks like Slack’s', body: 'forbidden', contentType: 'text/plain' },
  { what: 'a page with status 403', status: 403 },
  { what: 'a code that Slack does not have', body: '{"ok":false,"error":"bad_gateway"}' },
]

describe('what answers in Slack’s place is no word of Slack’s', () => {
  test.each(['chat.postMessage', 'chat.update'])(
    '%s is sent again, and the message is there once',
    async (method) => {
      const send = (text: string) =>
        Promise.all(
          spoiled.map(({ what }, index) =>
            outbox.send(letter(what, office.channel(places[index % 3] ?? ''), text, { final: true })),
          ),
        )
      if (method === 'chat.update') {
        await send('asked')
        await outbox.drain()
      }
      for (const [index, { what: _, ...answer }] of spoiled.entries()) {
        office.workspace.faults.answer({ method, channel: places[index % 3] ?? '', ...answer })
      }
      await send('answered')
      expect(await outbox.drain()).toBe(true)
      expect(places.flatMap((place) => shown(office.channel(place))).sort()).toEqual(
        spoiled.map(({ what }) => `${what}\nanswered`).sort(),
      )
      expect(callsOf(method).filter(({ outcome }) => /^[24]/.test(outcome))).toHaveLength(spoiled.length)
      expect(office.log.map(({ msg }) => msg)).not.toContain('A message was given up')
      expect(JSON.stringify(office.log)).not.toContain('sign in')
    },
    30_000,
  )

  test('a page over a response_url is no answer either', async () => {
    await office.workspace.say(person, 'devops', '/ohmy status')
    const body = office.workspace.deliveries.map((delivery) => JSON.stringify(delivery)).join('\n')
    const responseUrl = decodeURIComponent(/response_url[^h]*(https?[^"&\\]+)/.exec(body)?.[1] ?? '')
    office.workspace.faults.answer({ method: 'response_url' })
    const to = { channel: devops, ephemeralFor: person.slackId, responseUrl }
    await outbox.send(letter('answer:1', devops, 'status', { to, final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['answer:1\nstatus'])
    expect(callsOf('response_url').map(({ outcome }) => outcome)).toEqual(['200', 'ok'])
  })
})

describe('a 429', () => {
  test.each([
    ['without a number holds the channel for five seconds', undefined, 4_900],
    ['with a date holds it until then', () => new Date(Date.now() + 4_000).toUTCString(), 2_900],
  ])('%s, and no other channel', async (_, retryAfter, held) => {
    office.workspace.faults.rateLimit({
      method: 'chat.postMessage',
      channel: 'devops',
      ...(retryAfter === undefined ? {} : { retryAfter: retryAfter() }),
    })
    await outbox.send(letter('answer:1', devops, 'first', { final: true }))
    await expect.poll(() => callsOf('chat.postMessage').length, { timeout: 60_000 }).toBe(1)
    await outbox.send(letter('answer:2', devops, 'second', { final: true }))
    await outbox.send(letter('answer:3', office.channel('alerts'), 'elsewhere', { final: true }))
    await office.workspace.waitForMessage('alerts', ({ text }) => text.includes('elsewhere'))
    expect(shown()).toEqual([])
    expect(await outbox.drain()).toBe(true)
    const [refused, ...taken] = callsOf('chat.postMessage').filter(({ args }) => args['channel'] === devops)
    expect(taken).toHaveLength(2)
    for (const { at } of taken) expect(at - (refused?.at ?? 0)).toBeGreaterThanOrEqual(held)
  })
})
