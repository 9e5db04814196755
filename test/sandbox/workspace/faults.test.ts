import { WebClient } from '@slack/web-api'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { credentials } from '../../../sandbox/people.js'
import type { Workspace } from '../../../sandbox/workspace/workspace.js'
import { clientFor, refusalOf, startAlone } from './bot.js'

let workspace: Workspace
let client: WebClient
let devops = ''

beforeAll(async () => {
  workspace = await startAlone()
  client = clientFor(workspace)
  devops = workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
})
afterAll(() => workspace.stop())
afterEach(() => workspace.faults.clear())

const post = (channel = devops) => client.chat.postMessage({ channel, text: 'hello' })
const count = () => workspace.messages('devops').length
const outcomes = (since: number) => workspace.calls.slice(since).map(({ outcome }) => outcome)

describe('a fault on demand', () => {
  test('429 with Retry-After, as often as asked, in one channel only', async () => {
    workspace.faults.rateLimit({ method: 'chat.postMessage', channel: '#devops', times: 2, retryAfter: 7 })
    expect((await post('alerts')).ok).toBe(true)
    const since = workspace.calls.length
    for (const _ of [1, 2])
      await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 7 })
    expect((await post()).ok).toBe(true)
    expect(outcomes(since)).toEqual(['429', '429', 'ok'])
  })

  test('a real client waits and tries again', async () => {
    workspace.faults.rateLimit({ method: 'chat.postMessage', retryAfter: 1 })
    const patient = new WebClient(credentials.botToken, { slackApiUrl: workspace.apiUrl })
    const started = Date.now()
    expect((await patient.chat.postMessage({ channel: devops, text: 'late' })).ok).toBe(true)
    expect(Date.now() - started).toBeGreaterThan(900)
  })

  test('a server error, with no effect', async () => {
    workspace.faults.fail({ method: 'chat.postMessage', status: 503 })
    const before = count()
    await expect(post()).rejects.toThrow('503')
    expect(count()).toBe(before)
  })

  test('a connection cut before the effect, and after it', async () => {
    const before = count()
    workspace.faults.drop({ method: 'chat.postMessage', when: 'before' })
    await expect(post()).rejects.toThrow()
    expect(count()).toBe(before)
    workspace.faults.drop({ method: 'chat.postMessage', when: 'after' })
    await expect(post()).rejects.toThrow()
    expect(count()).toBe(before + 1)
  })

  test('an answer lost makes a retrying client post twice, as with Slack', async () => {
    const before = count()
    workspace.faults.drop({ method: 'chat.postMessage', when: 'after' })
    const stubborn = new WebClient(credentials.botToken, {
      slackApiUrl: workspace.apiUrl,
      retryConfig: { retries: 1, minTimeout: 1 },
    })
    await stubborn.chat.postMessage({ channel: devops, text: 'twice' })
    expect(count()).toBe(before + 2)
  })

  test('a late answer, and none at all', async () => {
    workspace.faults.delay({ milliseconds: 120 })
    const started = Date.now()
    await post()
    expect(Date.now() - started).toBeGreaterThanOrEqual(115)
    workspace.faults.hang({ method: 'chat.postMessage' })
    const impatient = new WebClient(credentials.botToken, {
      slackApiUrl: workspace.apiUrl,
      timeout: 100,
      retryConfig: { retries: 0 },
    })
    await expect(impatient.chat.postMessage({ channel: devops, text: 'x' })).rejects.toThrow()
    expect(workspace.calls.at(-1)?.outcome).toBe('hang')
  })

  test('a refusal of our choice, and of a block type', async () => {
    workspace.faults.refuse({ method: 'views.publish', error: 'internal_error' })
    const publish = client.views.publish({ user_id: 'U0REQUEST', view: { type: 'home', blocks: [] } })
    expect((await refusalOf(publish)).error).toBe('internal_error')
    workspace.faults.refuseBlocks('divider')
    const divided = () =>
      client.chat.postMessage({ channel: devops, text: 'x', blocks: [{ type: 'divider' }] })
    expect((await refusalOf(divided())).error).toBe('invalid_blocks')
    workspace.faults.clear()
    expect((await divided()).ok).toBe(true)
  })
})

test('every call is written down, without the token', async () => {
  const since = workspace.calls.length
  await post()
  await refusalOf(client.chat.update({ channel: devops, ts: '1.1', text: 'x' }))
  expect(workspace.calls.slice(since)).toMatchObject([
    { method: 'chat.postMessage', args: { channel: devops, text: 'hello' }, outcome: 'ok' },
    { method: 'chat.update', outcome: 'message_not_found' },
  ])
  expect(JSON.stringify(workspace.calls)).not.toContain('xoxb')
})

test('real budgets: a burst passes, then one message a second and channel', async () => {
  let clock = 1_000_000
  const strict = await startAlone({ strictRateLimits: true, now: () => clock })
  const limited = clientFor(strict)
  const id = strict.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
  const postStrict = (channel = id) => limited.chat.postMessage({ channel, text: 'x' })
  const update = (ts: string) => limited.chat.update({ channel: id, ts, text: 'y' })
  const { ts = '' } = await postStrict()
  for (const _ of [1, 2, 3, 4]) await postStrict()
  await expect(postStrict()).rejects.toMatchObject({ retryAfter: 1 })
  expect((await postStrict('alerts')).ok).toBe(true)
  clock += 1_000
  expect((await postStrict()).ok).toBe(true)
  for (let index = 0; index < 50; index += 1) await update(ts)
  await expect(update(ts)).rejects.toMatchObject({ retryAfter: 2 })
  await strict.stop()
})
