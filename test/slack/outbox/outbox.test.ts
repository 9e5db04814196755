import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chart, folded, section, table } from '../../../src/slack/blocks.js'
import { escapeMrkdwn } from '../../../src/slack/mrkdwn.js'
import { message } from '../../../src/slack/message.js'
import type { RunningOutbox } from '../../../src/slack/outbox/outbox.js'
import { kinds, letter, openPostOffice, type PostOffice } from './post-office.js'

describe.each(kinds)('with the $kind store', ({ kind, isThere }) => {
  let office: PostOffice
  let devops: string
  let outbox: RunningOutbox

  beforeEach(async (context) => {
    if (!isThere) return context.skip(`no ${kind} server on PATH`)
    office = await openPostOffice(kind)
    devops = office.channel('devops')
    outbox = office.open()
    outbox.start()
  })
  afterEach(async () => {
    if (isThere) await office.close()
  })

  const shown = (channel = devops) => office.workspace.messages(channel).map(({ text }) => text)
  const callsOf = (method: string) => office.workspace.calls.filter((call) => call.method === method)

  test('the first content is posted within a moment and the next changes that message', async () => {
    await outbox.send(letter('operation:1', devops, 'planned'))
    await office.workspace.waitForMessage(devops, ({ text }) => text.includes('planned'))
    await outbox.send(letter('operation:1', devops, 'running'))
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('a hundred changes in a burst are a handful of calls, and the last one is shown', async () => {
    for (let step = 1; step <= 100; step += 1) {
      await outbox.send(letter('operation:1', devops, `step ${step}`, { final: step === 100 }))
    }
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nstep 100'])
    expect(callsOf('chat.postMessage')).toHaveLength(1)
    expect(callsOf('chat.update').length).toBeLessThanOrEqual(2)
  })

  test('the same content again is no call, and what came in between is taken back', async () => {
    await outbox.send(letter('operation:1', devops, 'running'))
    expect(await outbox.drain()).toBe(true)
    const calls = office.workspace.calls.length
    const same = letter('operation:1', devops, 'running', { final: true })
    await outbox.send(same)
    expect(await outbox.shown(same, 0)).toBe(true)
    expect(await outbox.drain()).toBe(true)
    expect(office.workspace.calls).toHaveLength(calls)
    // What is on its way when the old content comes again must not stay.
    await outbox.send(letter('operation:1', devops, 'failing'))
    await outbox.send(letter('operation:1', devops, 'running'))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nrunning'])
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('an older version that arrives late is dropped', async () => {
    const older = letter('operation:1', devops, 'older')
    await outbox.send(letter('operation:1', devops, 'newer'))
    await outbox.send(older)
    await outbox.drain()
    expect(shown()).toEqual(['operation:1\nnewer'])
  })

  test('after the last word a newer version still changes the message', async () => {
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    await outbox.drain()
    await outbox.send(letter('operation:1', devops, 'undone', { final: true }))
    await outbox.drain()
    expect(shown()).toEqual(['operation:1\nundone'])
  })

  test('three processes send and deliver, and every message is there once with its last content', async () => {
    const others = [outbox, office.open(), office.open()]
    for (const other of others) other.start()
    const channels = ['devops', 'alerts', 'incidents'].map(office.channel)
    const names = Array.from({ length: 9 }, (_, index) => `operation:${index}`)
    for (const text of ['planned', 'running', 'succeeded']) {
      const sent = names.map((name, index) =>
        (others[(index + text.length) % 3] ?? outbox).send(
          letter(name, channels[index % 3] ?? '', text, { final: text === 'succeeded' }),
        ),
      )
      await Promise.all(sent)
    }
    expect(await outbox.drain()).toBe(true)
    expect(channels.flatMap(shown).sort()).toEqual(names.map((name) => `${name}\nsucceeded`))
  })

  test('messages appear in the order in which they were sent', async () => {
    for (let index = 0; index < 6; index += 1)
      await outbox.send(letter(`answer:${9 - index}`, devops, `${index}`))
    await outbox.drain()
    expect(shown().map((text) => text.split('\n')[1])).toEqual(['0', '1', '2', '3', '4', '5'])
  })

  test('Slack asking to wait in one channel delays neither another channel nor, there, updates', async () => {
    await outbox.send(letter('operation:1', devops, 'planned'))
    await outbox.drain()
    office.workspace.faults.rateLimit({ method: 'chat.postMessage', channel: 'devops', retryAfter: 2 })
    const startedAt = Date.now()
    await outbox.send(letter('answer:slow', devops, 'slow', { final: true }))
    await expect.poll(() => callsOf('chat.postMessage').length, { timeout: 1_000 }).toBe(2)
    await outbox.send(letter('answer:quick', office.channel('alerts'), 'quick', { final: true }))
    await outbox.send(letter('operation:1', devops, 'running'))
    await office.workspace.waitForMessage(office.channel('alerts'), ({ text }) => text.includes('quick'))
    await office.workspace.waitForMessage(devops, ({ text }) => text.includes('running'))
    expect(shown()).toEqual(['operation:1\nrunning'])
    expect(Date.now() - startedAt).toBeLessThan(1_900)
    await outbox.drain()
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_000)
    expect(shown()).toEqual(['operation:1\nrunning', 'answer:slow\nslow'])
    expect(callsOf('chat.postMessage').map(({ outcome }) => outcome)).toEqual(['ok', '429', 'ok', 'ok'])
  })

  test('a post whose answer is lost appears once and is updated from then on', async () => {
    office.workspace.faults.drop({ method: 'chat.postMessage', when: 'after' })
    await outbox.send(letter('operation:1', devops, 'planned'))
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('in a thread too', async () => {
    await outbox.send(letter('answer:1', devops, 'question'))
    await outbox.drain()
    const threadTs = office.workspace.messages(devops)[0]?.ts ?? ''
    office.workspace.faults.drop({ method: 'chat.postMessage', when: 'after' })
    await outbox.send(
      letter('answer:2', devops, 'answer', { to: { channel: devops, threadTs }, final: true }),
    )
    expect(await outbox.drain()).toBe(true)
    const inThread = office.workspace.messages(devops).filter((posted) => posted.threadTs === threadTs)
    expect(inThread.filter(({ text }) => text.includes('answer:2'))).toHaveLength(1)
  })

  test('where the history may not be read, a message whose answer was lost is posted again rather than never', async () => {
    office.workspace.faults.drop({ method: 'chat.postMessage', when: 'before' })
    office.workspace.faults.refuse({ method: 'conversations.history', error: 'missing_scope' })
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('a process that dies between posting and noting it leaves one message, which another process completes', async () => {
    await outbox.stop()
    let bury = (): void => undefined
    const died = new Promise<never>((_, reject) => {
      bury = () => reject(new Error('the process is gone'))
    })
    const dying = office.open({
      leaseFor: 1_500,
      slack: {
        apiCall: async (method, options) => {
          await office.slack.apiCall(method, options)
          return died
        },
      },
    })
    dying.start()
    await dying.send(letter('operation:1', devops, 'running'))
    await office.workspace.waitForMessage(devops, ({ text }) => text.includes('running'))
    const next = office.open({ leaseFor: 1_500 })
    next.start()
    await next.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await next.drain()).toBe(true)
    bury()
    await dying.stop()
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  }, 10_000)

  test('what was sent while no process delivered arrives after the next start', async () => {
    await outbox.stop()
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    const next = office.open()
    next.start()
    expect(await next.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('Slack does not answer: the last word arrives all the same', async () => {
    office.workspace.faults.hang({ method: 'chat.postMessage' })
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    expect(await outbox.drain()).toBe(true)
    expect(shown()).toEqual(['operation:1\nsucceeded'])
    expect(callsOf('chat.postMessage').at(-1)?.outcome).toBe('ok')
  })

  test('a chart that Slack refuses is shown as numbers', async () => {
    office.workspace.faults.refuseBlocks('data_visualization')
    const pie = chart('Cost', { type: 'pie', segments: [{ label: 'Fargate', value: 120 }] })
    await outbox.send(letter('answer:1', devops, '', { message: message([section('Costs'), pie]) }))
    await outbox.drain()
    const [posted] = office.workspace.messages(devops)
    expect(posted?.blocks.map(({ type }) => type)).toEqual(['section', 'rich_text'])
    expect(JSON.stringify(posted?.blocks)).toContain('Fargate: 120')
  })

  test('what is folded stands open where Slack does not take it folded', async () => {
    office.workspace.faults.refuseBlocks('container')
    const blocks = [section('Failed'), folded('Details', [section('exit code 1')])]
    await outbox.send(letter('answer:1', devops, '', { message: message(blocks) }))
    await outbox.drain()
    const [posted] = office.workspace.messages(devops)
    expect(posted?.blocks.map(({ type }) => type)).toEqual(['section', 'section', 'section'])
    expect(JSON.stringify(posted?.blocks)).toMatch(/Failed.*Details.*exit code 1/)
    expect(posted?.text).toBe('Failed\nDetails\nexit code 1')
  })

  test('blocks that Slack refuses altogether are sent as text that tells everything', async () => {
    office.workspace.faults.refuseBlocks('section')
    const rows = table([
      ['Service', 'Tasks'],
      ['backend', '2 of 2'],
    ])
    await outbox.send(letter('answer:1', devops, '', { message: message([section('*Services*'), rows]) }))
    await outbox.drain()
    const [posted] = office.workspace.messages(devops)
    expect(posted?.blocks).toEqual([])
    expect(posted?.text).toContain('backend  2 of 2')
  })

  test('a message that somebody deleted is posted anew', async () => {
    await outbox.send(letter('operation:1', devops, 'running'))
    await outbox.drain()
    await office.slack.chat.delete({ channel: devops, ts: office.workspace.messages(devops)[0]?.ts ?? '' })
    await outbox.send(letter('operation:1', devops, 'succeeded', { final: true }))
    await outbox.drain()
    expect(shown()).toEqual(['operation:1\nsucceeded'])
  })

  test('a long text is within Slack’s limits for updates and says what is missing', async () => {
    const long = {
      message: message([
        section(escapeMrkdwn('a <b> & c')),
        ...Array.from({ length: 30 }, () => section('x'.repeat(400))),
      ]),
    }
    await outbox.send(letter('answer:1', devops, 'short'))
    await outbox.drain()
    await outbox.send(letter('answer:1', devops, '', long))
    await outbox.drain()
    const [posted] = office.workspace.messages(devops)
    expect(posted?.edits).toBe(1)
    expect(posted?.text).toMatch(/^a &lt;b&gt; &amp; c\nx+/)
    expect(posted?.text).toMatch(/\([\d,]+ more characters are not shown\)$/)
    expect(posted?.text.length).toBeLessThanOrEqual(4_000)
  })
})
