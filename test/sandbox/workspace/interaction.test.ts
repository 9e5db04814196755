import type { BlockAction, ViewSubmitAction } from '@slack/bolt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approver, requester } from '../../../sandbox/people.js'
import type { MessageRecord } from '../../../sandbox/workspace/messages.js'
import { refusalOf, type Running, startWithBolt } from './bot.js'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const option = (value: string) => ({ text: plain(value), value })
const modal = (title: string, extra: object = {}) => ({
  type: 'modal' as const,
  title: plain(title),
  blocks: [{ type: 'section' as const, text: plain(title) }],
  ...extra,
})
const form = modal('Scale', {
  callback_id: 'scale',
  private_metadata: 'op-1',
  submit: plain('Go'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'count',
      label: plain('Count'),
      element: { type: 'number_input', action_id: 'n', is_decimal_allowed: false, max_value: '10' },
    },
    {
      type: 'input',
      block_id: 'where',
      label: plain('Where'),
      element: {
        type: 'static_select',
        action_id: 's',
        options: [option('staging'), option('production')],
        initial_option: option('staging'),
      },
    },
    {
      type: 'input',
      block_id: 'why',
      optional: true,
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 't' },
    },
  ],
})
const buttons = [
  {
    type: 'actions' as const,
    block_id: 'row',
    elements: [
      {
        type: 'button' as const,
        action_id: 'approve',
        text: plain('Approve'),
        value: 'op-1:3',
        style: 'primary' as const,
      },
      { type: 'button' as const, action_id: 'open', text: plain('Open') },
      {
        type: 'static_select' as const,
        action_id: 'env',
        placeholder: plain('Environment'),
        options: [option('staging'), option('production')],
      },
    ],
  },
]

let running: Running
let devops = ''
let triggerLifetime = 300
let clock = 0
const actions: BlockAction[] = []
const views: (ViewSubmitAction | { type: string })[] = []
/** What the bot does with the next click, and what it answers to the next submission. */
let onClick: (body: BlockAction, respond: (message: object) => Promise<unknown>) => Promise<unknown> = () =>
  Promise.resolve()
let answer: object | undefined

beforeAll(async () => {
  running = await startWithBolt(
    (app) => {
      app.action(/.*/, async ({ ack, body, respond }) => {
        await ack()
        actions.push(body as BlockAction)
        await onClick(body as BlockAction, respond as never)
      })
      app.view('scale', async ({ ack, body }) => {
        views.push(body as ViewSubmitAction)
        await (answer === undefined ? ack() : ack(answer as never))
      })
      app.view({ callback_id: 'scale', type: 'view_closed' }, async ({ ack, body }) => {
        views.push(body)
        await ack()
      })
    },
    { acknowledgeWithin: 1_000, triggerLifetime, now: () => Date.now() + clock },
  )
  devops = running.workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
})
afterAll(() => running.stop())

async function posted(text = 'choose'): Promise<MessageRecord> {
  const { ts } = await running.client.chat.postMessage({ channel: devops, text, blocks: buttons })
  return running.workspace.waitForMessage('devops', (message) => message.ts === ts)
}

/** A person clicks Open, and the bot opens this view. */
async function opened(view: object = form) {
  const before = new Set(running.workspace.modals(requester).map(({ id }) => id))
  onClick = (body) => running.client.views.open({ trigger_id: body.trigger_id, view: view as never })
  await running.workspace.click(requester, await posted(), 'Open')
  const top = await running.workspace.waitForModal(requester, ({ id }) => !before.has(id))
  onClick = () => Promise.resolve()
  return top
}

describe('a click', () => {
  test('on a button arrives complete', async () => {
    const message = await posted()
    expect(await running.workspace.click(approver, message, 'Approve')).toMatchObject({ ok: true })
    expect(actions.at(-1)).toMatchObject({
      type: 'block_actions',
      user: {
        id: approver.slackId,
        username: 'aaron.approver',
        name: 'aaron.approver',
        team_id: 'T000000001',
      },
      api_app_id: 'A0OHMYAPP',
      container: { type: 'message', message_ts: message.ts, channel_id: devops, is_ephemeral: false },
      team: { id: 'T000000001', domain: 'sandbox' },
      channel: { id: devops, name: 'devops' },
      message: { ts: message.ts, text: 'choose', user: 'U0OHMYBOT', bot_id: 'B0OHMYBOT' },
      response_url: expect.stringContaining('http'),
      trigger_id: expect.any(String),
      actions: [
        {
          type: 'button',
          action_id: 'approve',
          block_id: 'row',
          value: 'op-1:3',
          text: plain('Approve'),
          style: 'primary',
          action_ts: expect.any(String),
        },
      ],
      state: { values: { row: { env: { type: 'static_select', selected_option: null } } } },
    })
  })

  test('on a menu brings the option, and the state remembers it for this person', async () => {
    const message = await posted()
    await running.workspace.click(requester, message, 'env', 'production')
    expect(actions.at(-1)).toMatchObject({
      actions: [{ type: 'static_select', selected_option: { value: 'production' } }],
    })
    await running.workspace.click(requester, message, 'approve')
    expect(actions.at(-1)?.state?.values['row']?.['env']?.selected_option?.value).toBe('production')
    await running.workspace.click(approver, message, 'approve')
    expect(actions.at(-1)?.state?.values['row']?.['env']?.selected_option).toBeNull()
  })

  test('on what is not there says what there is', async () => {
    const message = await posted()
    await expect(running.workspace.click(requester, message, 'Reject')).rejects.toThrow('Approve (approve)')
    await expect(running.workspace.click(requester, message, 'env', 'mars')).rejects.toThrow(
      'there is no option mars',
    )
  })

  test('on a button that the bot has taken away meanwhile still arrives', async () => {
    const message = await posted()
    await running.client.chat.update({
      channel: devops,
      ts: message.ts,
      text: 'decided',
      blocks: [{ type: 'divider' }],
    })
    await running.workspace.click(approver, message, 'Approve')
    expect(actions.at(-1)).toMatchObject({
      message: { text: 'decided' },
      actions: [{ action_id: 'approve' }],
    })
  })

  test('on an ephemeral message brings no message, and nobody else can click', async () => {
    const { message_ts: ts } = await running.client.chat.postEphemeral({
      channel: devops,
      user: requester.slackId,
      text: 'x',
      blocks: buttons,
    })
    const message = await running.workspace.waitForMessage('devops', (candidate) => candidate.ts === ts)
    await running.workspace.click(requester, message, 'Approve')
    expect(actions.at(-1)).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } })
    expect(actions.at(-1)?.message).toBeUndefined()
    await expect(running.workspace.click(approver, message, 'Approve')).rejects.toThrow('sees no message')
  })
})

describe('the response_url of a click', () => {
  /** Resolves once the bot's answer to the next click was taken. */
  function nextResponse(content: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
      onClick = (_body, respond) => {
        const responded = respond(content)
        responded.then(resolve, reject)
        return responded
      }
    })
  }

  test('replaces a public message, adds an ephemeral one, posts to the channel, deletes', async () => {
    const message = await posted()
    const respondWith = async (content: object) => {
      const responded = nextResponse(content)
      await running.workspace.click(requester, message, 'Approve')
      await responded
    }
    await respondWith({ text: 'only you' })
    expect(running.workspace.messages('devops').at(-1)).toMatchObject({
      text: 'only you',
      ephemeralFor: requester.slackId,
    })
    await respondWith({ text: 'all', response_type: 'in_channel' })
    expect(running.workspace.messages('devops').at(-1)).toMatchObject({ text: 'all', author: 'U0OHMYBOT' })
    await respondWith({ text: 'replaced', blocks: buttons, replace_original: true })
    expect(running.workspace.messages('devops').find(({ ts }) => ts === message.ts)).toMatchObject({
      text: 'replaced',
      edits: 1,
    })
    await respondWith({ delete_original: true })
    expect(running.workspace.messages('devops').some(({ ts }) => ts === message.ts)).toBe(false)
  })

  test('replaces and deletes an ephemeral message', async () => {
    const { message_ts: ts } = await running.client.chat.postEphemeral({
      channel: devops,
      user: requester.slackId,
      text: 'x',
      blocks: buttons,
    })
    const find = () => running.workspace.messages('devops').find((candidate) => candidate.ts === ts)
    const message = find() as MessageRecord
    onClick = (_body, respond) => respond({ text: 'second', replace_original: true })
    await running.workspace.click(requester, message, 'Approve')
    await running.workspace.waitForMessage('devops', ({ text }) => text === 'second')
    expect(find()).toMatchObject({ text: 'second', blocks: [], ephemeralFor: requester.slackId })
    const deleted = nextResponse({ delete_original: true })
    await running.workspace.click(requester, message, 'Approve')
    await deleted
    expect(find()).toBeUndefined()
    onClick = () => Promise.resolve()
  })
})

describe('trigger ids', () => {
  const open = (trigger_id: string) => refusalOf(running.client.views.open({ trigger_id, view: modal('A') }))
  const trigger = async () => {
    await running.workspace.click(requester, await posted(), 'Approve')
    return actions.at(-1)?.trigger_id ?? ''
  }

  test('live for three seconds, once', async () => {
    const first = await trigger()
    await running.client.views.open({ trigger_id: first, view: modal('A') })
    expect((await open(first)).error).toBe('exchanged_trigger_id')
    const second = await trigger()
    clock += triggerLifetime + 50
    expect((await open(second)).error).toBe('expired_trigger_id')
    clock = 0
    expect((await open('made-up')).error).toBe('invalid_trigger_id')
  })

  test('a broken view does not use the trigger up', async () => {
    const id = await trigger()
    const refused = await refusalOf(
      running.client.views.open({ trigger_id: id, view: modal('x'.repeat(25)) }),
    )
    expect(refused).toEqual({
      error: 'invalid_arguments',
      messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
    })
    expect((await running.client.views.open({ trigger_id: id, view: modal('A') })).ok).toBe(true)
  })
})

describe('a modal', () => {
  test('is submitted with typed and preset values, and closes', async () => {
    const top = await opened()
    expect(await running.workspace.submit(requester, top, { Count: '4', why: 'sale' })).toMatchObject({
      ok: true,
    })
    expect(views.at(-1)).toMatchObject({
      type: 'view_submission',
      user: { id: requester.slackId },
      view: {
        id: top.id,
        callback_id: 'scale',
        private_metadata: 'op-1',
        hash: expect.any(String),
        root_view_id: top.id,
        previous_view_id: null,
        state: {
          values: {
            count: { n: { type: 'number_input', value: '4' } },
            where: { s: { type: 'static_select', selected_option: option('staging') } },
            why: { t: { type: 'plain_text_input', value: 'sale' } },
          },
        },
      },
    })
    expect(running.workspace.modals(requester)).toEqual([])
  })

  test('with a required input left empty, or a number too big, never reaches the bot', async () => {
    const top = await opened()
    const before = views.length
    expect(await running.workspace.submit(requester, top)).toMatchObject({ ok: false })
    expect(running.workspace.modals(requester)[0]?.errors).toEqual({
      count: 'Please complete this required field.',
    })
    expect(await running.workspace.submit(requester, top, { count: '11' })).toMatchObject({ ok: false })
    expect(views).toHaveLength(before)
  })

  test('shows the errors the bot answers, keeps what was typed, and loses them on the next try', async () => {
    const top = await opened()
    answer = { response_action: 'errors', errors: { count: 'Too many' } }
    await running.workspace.submit(requester, top, { count: '9' })
    expect(running.workspace.modals(requester)[0]?.errors).toEqual({ count: 'Too many' })
    answer = { response_action: 'errors', errors: { nowhere: 'x' } }
    expect((await running.workspace.submit(requester, top)).error).toContain('errors name no input block')
    answer = undefined
    expect(await running.workspace.submit(requester, top)).toMatchObject({ ok: true })
    expect(running.workspace.modals(requester)).toEqual([])
  })

  test('is updated, has others pushed on top, three at most, and is cleared', async () => {
    const top = await opened()
    answer = { response_action: 'update', view: { ...form, title: plain('Really?') } }
    await running.workspace.submit(requester, top, { count: '2' })
    expect(running.workspace.modals(requester).map(({ view }) => view.title.text)).toEqual(['Really?'])
    answer = { response_action: 'push', view: { ...form, title: plain('Second') } }
    await running.workspace.submit(requester, top)
    answer = { response_action: 'push', view: { ...form, title: plain('Third') } }
    const second = running.workspace.modals(requester)[1]
    if (second === undefined) throw new Error('nothing was pushed')
    await running.workspace.submit(requester, second, { count: '1' })
    const third = running.workspace.modals(requester)[2]
    if (third === undefined) throw new Error('nothing was pushed')
    expect((await running.workspace.submit(requester, third, { count: '1' })).error).toContain(
      'push_limit_reached',
    )
    expect(views.at(-1)).toMatchObject({ view: { root_view_id: top.id, previous_view_id: second.id } })
    answer = { response_action: 'clear' }
    await running.workspace.submit(requester, third)
    expect(running.workspace.modals(requester)).toEqual([])
    answer = undefined
  })

  test('is updated from outside by id and hash; a stale hash conflicts, a closed modal is not found', async () => {
    const top = await opened()
    const submitted = () => running.client.views.update({ view_id: top.id, view: form as never })
    const first = await submitted()
    const hash = first.view?.hash ?? ''
    await submitted()
    const stale = running.client.views.update({ view_id: top.id, hash, view: form as never })
    expect((await refusalOf(stale)).error).toBe('hash_conflict')
    await running.workspace.close(requester, top)
    expect(views.at(-1)).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: top.id } })
    expect((await refusalOf(submitted())).error).toBe('not_found')
  })

  test('a menu in it is a block action with the view', async () => {
    const block = { type: 'actions', block_id: 'pick', elements: [buttons[0]?.elements[2] as object] }
    const top = await opened(modal('Pick', { blocks: [block] }))
    await running.workspace.click(requester, top, 'env', 'staging')
    expect(actions.at(-1)).toMatchObject({
      container: { type: 'view', view_id: top.id },
      view: { id: top.id, state: { values: { pick: { env: { selected_option: { value: 'staging' } } } } } },
      actions: [{ block_id: 'pick', selected_option: { value: 'staging' } }],
    })
    expect(actions.at(-1)?.channel).toBeUndefined()
  })
})

test('the home tab is published for one person, and its buttons work', async () => {
  await running.client.views.publish({ user_id: approver.slackId, view: { type: 'home', blocks: buttons } })
  const home = running.workspace.home(approver)
  if (home === undefined) throw new Error('no home tab')
  await running.workspace.click(approver, home, 'Approve')
  expect(actions.at(-1)).toMatchObject({ view: { type: 'home' }, actions: [{ value: 'op-1:3' }] })
  expect(running.workspace.home(requester)).toBeUndefined()
  const nobody = running.client.views.publish({ user_id: 'U404', view: { type: 'home', blocks: [] } })
  expect((await refusalOf(nobody)).error).toBe('user_not_found')
})
