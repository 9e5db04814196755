import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const texts: readonly (readonly [string, string])[] = [
  ['8,000 characters', 'a'.repeat(8_000)],
  ['9,000 words', 'x '.repeat(9_000)],
  ['emoji', '👩‍👩‍👧‍👦🏳️‍🌈🔥 status 💥'],
  ['right to left', 'status ‮gnigats مرحبا'],
  ['a mention of everybody', '<!channel> <!here> <!everyone>'],
  ['a mention in a quoted reason', 'scale backend 99 staging --reason "<!channel> <@U0APPROVE>"'],
  ['control characters', 'status\u0000\u0007\u001b[31m\u2028 staging'],
  ['mrkdwn', 'status *bold* _x_ ~y~ `z` ```w``` <https://example.com|click>'],
  ['quotes that never end', 'status "staging'],
  ['half of a surrogate pair', 'status \ud83d'],
  ['names of object properties', '__proto__ constructor toString'],
  ['only spaces', '   '],
]

describe('whatever is typed', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const shown = () =>
    sandbox.workspace.messages('devops').filter(({ author }) => author !== requester.slackId)

  for (const [name, text] of texts) {
    for (const prefix of ['/ohmy', '@ohmy']) {
      it(`is answered and pings nobody: ${name} after ${prefix}`, async () => {
        const before = shown().length
        const delivery = await sandbox.workspace.say(requester, 'devops', `${prefix} ${text}`)
        expect(delivery.error).toBeUndefined()
        const answer = await until('an answer', () => shown()[before])
        expect(answer.text.length).toBeGreaterThan(10)
        expect(answer.text).not.toContain('Something went wrong')
        expect(answer.pings).toEqual([])
      })
    }
  }

  it('leaves no message that Slack refused, and changes nothing', () => {
    const refused = sandbox.workspace.calls.filter(({ outcome }) => outcome !== 'ok')
    expect(refused.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([])
    expect(sandbox.account.calls.changes()).toEqual([])
  })
})

describe('whatever is clicked', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  /** In turn, because private answers are paced in each. */
  const places = ['devops', 'alerts', 'incidents']
  let number = 0
  /** A click as Slack would deliver it, with anything for its button. */
  async function click(person: Person, actionId: string, value: string | undefined): Promise<string> {
    number += 1
    const place = places[number % places.length] ?? 'devops'
    const channel = sandbox.workspace.state().channels.find(({ name }) => name === place)?.id ?? ''
    const seen = sandbox.workspace.messages(place).at(-1)
    const trigger = `tampered-${number}`
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: person.slackId },
      channel: { id: channel, name: place },
      message: { ts: seen?.ts ?? '1.0', text: '' },
      container: { type: 'message', message_ts: seen?.ts ?? '1.0', channel_id: channel },
      trigger_id: trigger,
      team: { id: 'T000000001' },
      actions: [
        {
          type: 'button',
          action_id: actionId,
          block_id: 'b',
          action_ts: '1.0',
          ...(value === undefined ? {} : { value }),
        },
      ],
    })
    const body = new URLSearchParams({ payload }).toString()
    const before = ephemeral(person, place).length
    const { status } = await sandbox.workspace.deliverRaw(body, sandbox.workspace.sign(body))
    expect(status).toBe(200)
    const answer = await until('an answer', () => ephemeral(person, place)[before])
    return answer.text
  }
  const ephemeral = (person: Person, place = 'devops') =>
    sandbox.workspace.messages(place, person).filter(({ ephemeralFor }) => ephemeralFor === person.slackId)

  it('is answered and changes nothing when it says no line', async () => {
    for (const [id, value] of [
      ['say:here:x', undefined],
      ['say:elsewhere:x', 'status staging'],
      ['say', 'scale backend 9 staging'],
      ['operation.explode', '{}'],
    ] as const) {
      expect(await click(requester, id, value), id).toContain('not valid any more')
    }
  })

  it('is answered like what is typed when the line is nonsense', async () => {
    for (const value of ['not json', '{"v":2}', '""', 'explode everything']) {
      expect(await click(requester, 'say:here:x', value), value).toMatch(
        /help|no command|needs|named|❓|⚠️|🚫/,
      )
    }
    expect(await click(requester, 'say:here:x', 'cancel')).toContain('Nothing goes on that can be cancelled')
  })

  for (const verb of ['cancel', 'undo', 'confirm']) {
    it(`is answered when there is no such operation any more: ${verb}`, async () => {
      expect(await click(requester, 'say:here:x', `${verb} op-2222222`)).toContain('op-2222222')
    })
  }

  it('is answered when the environment is not ours', async () => {
    expect(await click(requester, 'say:replace:x', 'status "mars\\"; scale backend 9 staging"')).toContain(
      'mars',
    )
  })

  it('meets authorisation like what is typed when somebody tampered with its line', async () => {
    expect(await click(viewer, 'say:here:x', 'scale backend 9 staging')).toContain('takes the role operator')
  })

  it('is refused to who may not, with the id of somebody else’s operation', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale backend 0 staging')
    const waiting = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale backend in staging from 1 to 0 tasks — Waiting for a confirmation'),
    )
    const operation = /op-[a-z0-9]{7}/.exec(JSON.stringify(waiting.blocks))?.[0]
    expect(await click(viewer, 'say:here:x', `cancel ${operation}`)).toContain(
      'takes the role operator; you have viewer',
    )
    const [unchanged] = sandbox.workspace.messages('devops').filter(({ ts }) => ts === waiting.ts)
    expect(unchanged?.text).toContain('Waiting for a confirmation')
  })

  it('is answered to both who cancel at the same instant, and cancelled once', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy scale frontend 0 staging')
    const waiting = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('Scale frontend in staging from 1 to 0 tasks — Waiting for a confirmation'),
    )
    const before = ephemeral(requester).length + ephemeral(approver).length
    await Promise.all([
      sandbox.workspace.click(requester, waiting, 'Cancel'),
      sandbox.workspace.click(approver, waiting, 'Cancel'),
    ])
    const cancelled = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      text.includes('from 1 to 0 tasks — Cancelled'),
    )
    expect(cancelled.ts).toBe(waiting.ts)
    await until(
      'an answer to who was later',
      () => ephemeral(requester).length + ephemeral(approver).length > before,
    )
    const who = ['Rita Requester', 'Aaron Approver'].filter((name) =>
      cancelled.text.includes(`${name} cancelled`),
    )
    expect(who).toHaveLength(1)
  })

  it('changed nothing', () => {
    expect(sandbox.account.calls.changes()).toEqual([])
    expect(sandbox.workspace.pings()).toEqual([])
  })
})

/** The beginning of the next one, by the clock that requests are signed by. */
function nextSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_010 - (Date.now() % 1_000)))
}

describe('what Slack delivers twice', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({ workspace: { eventRetryWaits: [200, 400, 600] } })
  })
  afterAll(() => sandbox.stop())

  const answers = () =>
    sandbox.workspace.messages('devops').filter(({ text }) => text.includes('Set how many tasks'))

  it('is answered once', async () => {
    await sandbox.workspace.say(requester, 'devops', '@ohmy help scale')
    await until('an answer', () => answers().length === 1)
    for (const delivered of [...sandbox.workspace.deliveries]) {
      // Within the same second the signature is the same, and the request a replay.
      await nextSecond()
      expect((await sandbox.workspace.redeliver(delivered)).ok).toBe(true)
      expect((await sandbox.workspace.redeliver(delivered)).error).toBe('dispatch_failed')
    }
    await sandbox.workspace.say(requester, 'devops', '/ohmy help status')
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('Show how an environment'))
    expect(answers()).toHaveLength(1)
  })

  it('is done once, whoever delivers a command or a click again', async () => {
    await sandbox.workspace.say(requester, 'devops', '/ohmy status production')
    const shows = () =>
      sandbox.workspace.messages('devops').filter(({ text }) => text.includes('production is healthy'))
    await until('the status', () => shows().length === 1)
    const [last] = sandbox.workspace.deliveries.slice(-1)
    if (last === undefined) throw new Error('nothing was delivered')
    // Within the same second it is a replay, later a second delivery; neither is answered again.
    await sandbox.workspace.redeliver(last)
    await nextSecond()
    expect((await sandbox.workspace.redeliver(last)).ok).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(shows()).toHaveLength(1)
  })
})
