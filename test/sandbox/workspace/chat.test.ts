import type { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approver, credentials, requester, viewer } from '../../../sandbox/people.js'
import type { Workspace } from '../../../sandbox/workspace/workspace.js'
import { clientFor, refusalOf, startAlone } from './bot.js'

let workspace: Workspace
let client: WebClient
let devops: string

beforeAll(async () => {
  workspace = await startAlone({
    userGroups: [{ id: 'S0ONCALL', handle: 'oncall', name: 'On call', users: [approver.slackId] }],
  })
  client = clientFor(workspace)
  devops = workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
})
afterAll(() => workspace.stop())

const last = () => workspace.messages('devops').at(-1)

describe('who is asking', () => {
  test('the bot learns who it is', async () => {
    expect(await client.auth.test()).toMatchObject({
      ok: true,
      user: 'ohmy',
      user_id: 'U0OHMYBOT',
      bot_id: 'B0OHMYBOT',
    })
  })

  test('a wrong token and an app token are refused', async () => {
    expect((await refusalOf(clientFor(workspace, 'xoxb-wrong').auth.test())).error).toBe('invalid_auth')
    const app = clientFor(workspace, credentials.appToken)
    expect((await refusalOf(app.auth.test())).error).toBe('not_allowed_token_type')
    expect((await refusalOf(client.apps.connections.open())).error).toBe('not_allowed_token_type')
  })

  test('a method nobody knows', async () => {
    expect((await refusalOf(client.apiCall('chat.shout'))).error).toBe('unknown_method')
    expect((await refusalOf(client.apiCall('constructor'))).error).toBe('unknown_method')
  })

  test('people and groups are found by id', async () => {
    const { user } = await client.users.info({ user: requester.slackId })
    expect(user).toMatchObject({ real_name: 'Rita Requester', is_bot: false })
    expect((await refusalOf(client.users.info({ user: 'U404' }))).error).toBe('user_not_found')
    expect((await client.usergroups.list()).usergroups).toMatchObject([{ id: 'S0ONCALL', handle: 'oncall' }])
    expect((await client.usergroups.users.list({ usergroup: 'S0ONCALL' })).users).toEqual([approver.slackId])
    expect((await refusalOf(client.usergroups.users.list({ usergroup: 'S404' }))).error).toBe(
      'no_such_subteam',
    )
  })

  test('a scope the app was not given is missing', async () => {
    const limited = await startAlone({ scopes: ['chat:write'] })
    const { error } = await refusalOf(clientFor(limited).usergroups.list())
    const join = await refusalOf(clientFor(limited).conversations.create({ name: 'inc-1' }))
    await limited.stop()
    expect([error, join.error]).toEqual(['missing_scope', 'missing_scope'])
  })
})

describe('posting', () => {
  test('a message appears in the channel, with ids for its blocks and elements', async () => {
    const blocks = [
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Go' } }] },
    ]
    const answer = await client.chat.postMessage({ channel: devops, text: 'hello', blocks })
    expect(last()).toMatchObject({
      ts: answer.ts,
      channel: devops,
      text: 'hello',
      author: 'U0OHMYBOT',
      edits: 0,
    })
    expect(last()?.blocks[0]).toMatchObject({
      block_id: expect.any(String),
      elements: [{ action_id: expect.any(String) }],
    })
  })

  test('a channel that does not exist, or where the bot is not', async () => {
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'x' })
    expect((await refusalOf(post('C404'))).error).toBe('channel_not_found')
    expect((await refusalOf(post('#random'))).error).toBe('not_in_channel')
    const random =
      (await client.conversations.list()).channels?.find(({ name }) => name === 'random')?.id ?? ''
    expect((await refusalOf(client.conversations.history({ channel: random }))).error).toBe('not_in_channel')
    await client.conversations.join({ channel: random })
    expect((await post(random)).ok).toBe(true)
  })

  test('a direct message by user id and by conversations.open', async () => {
    const { channel } = await client.conversations.open({ users: viewer.slackId })
    const posted = await client.chat.postMessage({ channel: viewer.slackId, text: 'psst' })
    expect(posted.channel).toBe(channel?.id)
    expect(workspace.messages(workspace.directMessage(viewer).id).at(-1)?.text).toBe('psst')
  })

  test('blocks that are too long are refused, and nothing is posted', async () => {
    const before = workspace.messages('devops').length
    const text = { type: 'mrkdwn' as const, text: 'x'.repeat(3001) }
    const refused = await refusalOf(
      client.chat.postMessage({ channel: devops, text: 'x', blocks: [{ type: 'section', text }] }),
    )
    expect(refused).toEqual({
      error: 'invalid_blocks',
      messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    })
    expect(
      (await refusalOf(client.chat.postMessage({ channel: devops, text: 'x'.repeat(40_001) }))).error,
    ).toBe('msg_too_long')
    expect(workspace.messages('devops')).toHaveLength(before)
  })

  test('who would be notified is written down, and only where Slack would notify', async () => {
    const section = (text: object) => [{ type: 'section' as const, text: text as never }]
    const shout = '<!channel> <@U0REQUEST>'
    const loud = await client.chat.postMessage({
      channel: devops,
      text: 'x',
      blocks: section({ type: 'mrkdwn', text: shout }),
    })
    const quiet = await client.chat.postMessage({
      channel: devops,
      text: shout,
      blocks: section({ type: 'plain_text', text: shout }),
    })
    const bare = await client.chat.postMessage({ channel: devops, text: '<!subteam^S0ONCALL>' })
    const pinged = (ts?: string) =>
      workspace
        .pings()
        .filter((ping) => ping.ts === ts)
        .map(({ who }) => who)
    expect(pinged(loud.ts)).toEqual(['channel', 'U0REQUEST'])
    expect(pinged(quiet.ts)).toEqual([])
    expect(pinged(bare.ts)).toEqual(['S0ONCALL'])
  })

  test('an ephemeral message is seen by one person and cannot be updated', async () => {
    const { message_ts } = await client.chat.postEphemeral({
      channel: devops,
      user: requester.slackId,
      text: 'only you',
    })
    const seenBy = (person: typeof requester) =>
      workspace.messages('devops', person).some(({ ts }) => ts === message_ts)
    expect([seenBy(requester), seenBy(approver)]).toEqual([true, false])
    const update = client.chat.update({ channel: devops, ts: message_ts ?? '', text: 'y' })
    expect((await refusalOf(update)).error).toBe('message_not_found')
    const history = await client.conversations.history({ channel: devops })
    expect(history.messages?.some(({ ts }) => ts === message_ts)).toBe(false)
  })
})

describe('changing', () => {
  test('an update counts as an edit and is seen by whoever waits', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: devops, text: 'running' })
    const waiting = workspace.waitForMessage(
      'devops',
      (message) => message.ts === ts && message.text === 'done',
    )
    await client.chat.update({ channel: devops, ts, text: 'done' })
    expect(await waiting).toMatchObject({ ts, edits: 1 })
  })

  test('many updates at once all count, and the last one stays', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: devops, text: '0' })
    const texts = Array.from({ length: 10 }, (_, index) => `${index + 1}`)
    await Promise.all(texts.map((text) => client.chat.update({ channel: devops, ts, text })))
    const { messages } = await client.conversations.history({ channel: devops, oldest: ts, inclusive: true })
    const shown = workspace.messages('devops').find((message) => message.ts === ts)
    expect(shown).toMatchObject({ edits: 10, text: messages?.at(-1)?.text })
  })

  test('4,000 characters, own messages only, and rich text stays rich text', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: devops, text: 'x' })
    const update = (args: object) =>
      refusalOf(client.chat.update({ channel: devops, ts, text: 'y', ...args }))
    expect((await update({ text: 'x'.repeat(4_001) })).error).toBe('msg_too_long')
    expect((await update({ ts: '1.1' })).error).toBe('message_not_found')
    await workspace.say(requester, '#devops', 'just talking')
    expect((await update({ ts: last()?.ts })).error).toBe('cant_update_message')
    const rich = [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
      },
    ]
    const posted = await client.chat.postMessage({ channel: devops, text: 'x', blocks: rich as never })
    expect((await update({ ts: posted.ts, blocks: [{ type: 'divider' }] })).error).toBe('block_mismatch')
  })

  test('pins, reactions and deletion show on the message', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: devops, text: 'pin me' })
    await client.pins.add({ channel: devops, timestamp: ts })
    await client.reactions.add({ channel: devops, timestamp: ts, name: 'eyes' })
    expect(last()).toMatchObject({ pinned: true, reactions: [{ name: 'eyes', users: ['U0OHMYBOT'] }] })
    await client.chat.delete({ channel: devops, ts })
    expect(workspace.messages('devops').some((message) => message.ts === ts)).toBe(false)
  })
})

describe('channels', () => {
  test('an incident channel: created, people invited, topic, bookmark, archived', async () => {
    const { channel } = await client.conversations.create({ name: 'inc-42' })
    const id = channel?.id ?? ''
    await client.conversations.invite({ channel: id, users: `${requester.slackId},${approver.slackId}` })
    await client.conversations.setTopic({ channel: id, topic: 'SEV-1' })
    await client.bookmarks.add({
      channel_id: id,
      title: 'Runbook',
      type: 'link',
      link: 'https://example.com',
    })
    expect(workspace.state().channels.find((entry) => entry.id === id)).toMatchObject({
      name: 'inc-42',
      topic: 'SEV-1',
    })
    expect(workspace.messages('inc-42').map(({ text }) => text)).toEqual([
      '<@U0OHMYBOT> set the channel topic: SEV-1',
    ])
    expect((await client.conversations.members({ channel: id })).members).toContain(approver.slackId)
    expect((await refusalOf(client.conversations.create({ name: 'inc-42' }))).error).toBe('name_taken')
    await client.conversations.archive({ channel: id })
    expect((await refusalOf(client.chat.postMessage({ channel: id, text: 'x' }))).error).toBe('is_archived')
  })

  test('history gives metadata to who asks for it, page by page, within bounds', async () => {
    const { channel } = await client.conversations.create({ name: 'history' })
    const id = channel?.id ?? ''
    const metadata = { event_type: 'operation', event_payload: { id: 'op-1' } }
    const stamps: string[] = []
    for (const text of ['1', '2', '3']) {
      stamps.push((await client.chat.postMessage({ channel: id, text, metadata })).ts ?? '')
    }
    const with_ = await client.conversations.history({ channel: id, include_all_metadata: true })
    const without = await client.conversations.history({ channel: id, limit: 2 })
    expect(with_.messages?.[0]?.metadata).toMatchObject(metadata)
    expect(without.messages?.map(({ text, metadata: none }) => [text, none])).toEqual([
      ['3', undefined],
      ['2', undefined],
    ])
    const next = without.response_metadata?.next_cursor ?? ''
    const rest = await client.conversations.history({ channel: id, limit: 2, cursor: next })
    expect(rest.messages?.map(({ text }) => text)).toEqual(['1'])
    const after = await client.conversations.history({ channel: id, oldest: stamps[1] ?? '' })
    expect(after.messages?.map(({ text }) => text)).toEqual(['3'])
  })

  test('a thread has its replies', async () => {
    const { ts = '' } = await client.chat.postMessage({ channel: devops, text: 'parent' })
    await client.chat.postMessage({ channel: devops, thread_ts: ts, text: 'reply' })
    const { messages } = await client.conversations.replies({ channel: devops, ts })
    expect(messages?.map(({ text }) => text)).toEqual(['parent', 'reply'])
    expect(last()).toMatchObject({ text: 'reply', threadTs: ts })
  })
})

describe('files', () => {
  test('an uploaded image is posted with its comment and can be fetched by the page', async () => {
    const bytes = Buffer.from('89504e470d0a1a0a', 'hex')
    await client.filesUploadV2({
      channel_id: devops,
      filename: 'cpu.png',
      file: bytes,
      initial_comment: 'CPU',
    })
    const message = last()
    expect(message).toMatchObject({ text: 'CPU', files: [{ name: 'cpu.png', mimetype: 'image/png' }] })
    const response = await fetch(`${workspace.url}${message?.files?.[0]?.url ?? ''}`)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  })

  test('a file for a channel where the bot is not stays unposted', async () => {
    const upload = client.filesUploadV2({ channel_id: 'C404', filename: 'a.txt', content: 'a' })
    expect((await refusalOf(upload)).error).toBe('channel_not_found')
  })
})
