import { afterEach, beforeEach, expect, test } from 'vitest'
import { keys } from '../../../src/redis/keys.js'
import type { RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { letter, openPostOffice, type PostOffice } from './post-office.js'

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

const shown = () => office.workspace.messages(devops).map(({ text }) => text)
const callsOf = (method: string) => office.workspace.calls.filter((call) => call.method === method)
const outcomesOf = (method: string) => callsOf(method).map(({ outcome }) => outcome)
const logged = (sentence: string) => office.log.filter(({ msg }) => msg === sentence)

test('a card whose bot was put out of the channel for some seconds is brought to its end', async () => {
  await outbox.send(letter('operation:1', devops, 'running'))
  await outbox.drain()
  office.workspace.faults.refuse({ method: 'chat.update', error: 'not_in_channel', times: 2 })
  office.workspace.faults.refuse({
    method: 'conversations.join',
    error: 'method_not_supported_for_channel_type',
    times: 2,
  })
  await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
  expect(await outbox.drain()).toBe(true)
  expect(shown()).toEqual(['operation:1\nsucceeded'])
  expect(outcomesOf('chat.update')).toEqual(['not_in_channel', 'not_in_channel', 'ok'])
  expect(logged('A message was given up')).toEqual([])
})

test('a last word that Slack does not take is tried again, slower and slower', async () => {
  const refusals = { devops: 'channel_not_found', alerts: 'restricted_action' }
  for (const [channel, error] of Object.entries(refusals)) {
    office.workspace.faults.refuse({ method: 'chat.postMessage', channel, error, times: 3 })
    await outbox.send(letter(`operation:${error}`, office.channel(channel), 'succeeded', { final: true }))
  }
  expect(await outbox.drain()).toBe(true)
  for (const [channel, error] of Object.entries(refusals)) {
    const id = office.channel(channel)
    expect(office.workspace.messages(id).map(({ text }) => text)).toEqual([`operation:${error}\nsucceeded`])
    const times = callsOf('chat.postMessage')
      .filter(({ args }) => args['channel'] === id)
      .map(({ at }) => at)
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0))
    expect(waits).toHaveLength(3)
    for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(1_450 * 2 ** index)
  }
}, 30_000)

test('a message for a channel that is archived is shown once the channel is open again', async () => {
  await office.slack.conversations.archive({ channel: devops })
  await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
  await expect.poll(() => outcomesOf('chat.postMessage'), { timeout: 60_000 }).toEqual(['is_archived'])
  await office.slack.conversations.unarchive({ channel: devops })
  expect(await outbox.drain()).toBe(true)
  expect(shown().at(-1)).toBe('operation:1\nsucceeded')
})

test('after a day a last word is given up, with a line in the log', async () => {
  await outbox.stop()
  await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
  await office.redis.hset(keys.letter('operation:1'), 'storedAt', Date.now() - 25 * 3_600_000)
  office.workspace.faults.refuse({ method: 'chat.postMessage', error: 'is_archived' })
  const next = office.open()
  next.start()
  expect(await next.drain()).toBe(true)
  expect(logged('A message was given up').map(({ error }) => error)).toEqual(['is_archived'])
  expect(callsOf('chat.postMessage')).toHaveLength(1)
})

test('a card that waits for an approval appears, however long Slack was away', async () => {
  await outbox.stop()
  await outbox.send(letter('operation:1', devops, 'waits for approval'))
  await office.redis.hset(keys.letter('operation:1'), 'storedAt', Date.now() - 3 * 3_600_000)
  office.workspace.faults.fail({ method: 'chat.postMessage', status: 503 })
  const next = office.open()
  next.start()
  expect(await next.drain()).toBe(true)
  expect(shown()).toEqual(['operation:1\nwaits for approval'])
})
