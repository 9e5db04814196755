import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import type { Person } from '../../sandbox/workspace/contract.js'
import { startPagerDuty } from '../support/pager-duty.js'
import { until } from '../support/until.js'
import { type SandboxOptions, startSandbox } from '../support/sandbox.js'

/** Rita is always first, Aaron behind her, Vera the tech lead: whoever is called does not depend on the day. */
const alwaysRita = (yaml: string) =>
  yaml
    .replace('primary: [U0REQUEST, U0APPROVE]', 'primary: [U0REQUEST]')
    .replace('secondary: [U0APPROVE, U0REQUEST]', 'secondary: [U0APPROVE]')

async function start(options: SandboxOptions = {}) {
  const sandbox = await startSandbox({ configure: alwaysRita, ...options })
  const { workspace } = sandbox
  const directMessage = (person: Person) =>
    workspace.state().channels.find(({ directMessageWith }) => directMessageWith === person.slackId)?.id ?? ''
  const seen = (words: string | RegExp, channel = 'devops') =>
    workspace.waitForMessage(channel, ({ text }) =>
      typeof words === 'string' ? text.includes(words) : words.test(text),
    )
  return {
    sandbox,
    workspace,
    directMessage,
    seen,
    say: (text: string, person = requester) => workspace.say(person, 'devops', text),
    told: (person: Person, words: string | RegExp) => seen(words, directMessage(person)),
    /** Every message about a page, wherever it stands. */
    messagesOf: (id: string) =>
      ['devops', ...[requester, approver, viewer].map(directMessage)].flatMap((channel) =>
        workspace.messages(channel).filter(({ text }) => text.includes(id)),
      ),
  }
}

const idIn = (text: string) => /page-[a-z0-9]{7}/.exec(text)?.[0] ?? ''

describe('a page', () => {
  let room: Awaited<ReturnType<typeof start>>
  // Its minutes are real ones: nobody but the first is called while these tests last.
  beforeAll(async () => {
    room = await start({ bot: { timeScale: 1 } })
  })
  afterAll(() => room.sandbox.stop())

  it('mentions the person on call, tells them directly, and ends for everybody when they answer there', async () => {
    await room.say('/ohmy page "checkout fails <!channel> for *everybody*" production', viewer)
    const card = await room.seen('checkout fails')
    expect(JSON.stringify(card.blocks)).toContain('<@U0REQUEST>')
    expect(JSON.stringify(card.blocks)).not.toContain('<!channel>')
    expect(card.text).toContain('secondary is called, unless somebody answers.')
    const direct = await room.told(requester, 'You are called as primary.')
    await room.workspace.click(requester, direct, 'Ack')
    const ended = await room.seen(/checkout fails.+Rita Requester has it/)
    expect(ended.ts).toBe(card.ts)
    await room.told(requester, 'Rita Requester has it')
    // One message in the channel, one to whoever was called; nobody else hears of it.
    expect(room.messagesOf(idIn(card.text))).toHaveLength(2)
    expect(
      room
        .messagesOf(idIn(card.text))
        .map(({ blocks }) => JSON.stringify(blocks))
        .join(),
    ).not.toContain('<@')
  })

  it('tells who is late who was first, and counts a second press of the same person as none', async () => {
    await room.say('/ohmy page "mail is late" production', viewer)
    const card = await room.seen('mail is late')
    const id = idIn(card.text)
    await Promise.all([
      room.workspace.click(requester, card, 'Ack'),
      room.workspace.click(approver, card, 'Ack'),
    ])
    const ended = await room.seen(/mail is late.+ has it/)
    const winner = ended.text.includes('Rita Requester has it') ? requester : approver
    const loser = winner === requester ? approver : requester
    await room.seen(`${winner.name} has answered ${id} already.`)
    await room.say(`/ohmy page ack ${id}`, winner)
    await room.seen('You have it')
    await room.say(`/ohmy page ack ${id}`, loser)
    expect((await room.seen(/mail is late.+ has it/)).text).toContain(winner.name)
  })

  it('does not call the person who asks: the next one is called at once', async () => {
    await room.say('/ohmy page "queue is full" staging', requester)
    const card = await room.seen('queue is full')
    expect(JSON.stringify(card.blocks)).not.toContain('<@U0REQUEST>')
    // In the message itself, as it is posted.
    expect(JSON.stringify(card.blocks)).toContain('<@U0APPROVE>')
    const direct = await room.told(approver, 'queue is full')
    expect(direct.text).toContain('You are called as secondary.')
    await room.say(`/ohmy page cancel ${idIn(card.text)}`, requester)
    await room.seen(/queue is full.+Rita Requester took it back/)
    await room.told(approver, 'Rita Requester took it back')
  })

  it('calls every layer at once for a SEV-1', async () => {
    await room.say('/ohmy page "all is down" production --severity 1', viewer)
    const card = await room.seen('all is down')
    expect(JSON.stringify(card.blocks)).toMatch(/<@U0REQUEST>.*<@U0APPROVE>/)
    await room.told(approver, 'You are called as everyone on call.')
    await room.workspace.click(approver, card, 'Ack')
    await room.told(requester, /all is down.+Aaron Approver has it/)
  })

  it('is listed', async () => {
    await room.say('/ohmy page list')
    const { text } = await room.seen('Pages of the last seven days')
    expect(text).toMatch(/SEV-1 in production `all is down` — Aaron Approver has it/)
  })

  it.each([['/ohmy page ack page-2222222', 'There is no page page-2222222.']])(
    '%s is refused with what to say instead',
    async (line, words) => {
      await room.say(line)
      await room.seen(words)
    },
  )

  it.each([
    ['/ohmy page "it is slow"', ['it is slow', undefined]],
    ['/ohmy page production', [undefined, 'production']],
  ])('%s is asked for what is missing, filled with what was said', async (line, filled) => {
    await room.say(line)
    const modal = await room.workspace.waitForModal(requester, ({ view }) => view.title.text === 'Page …')
    const inputs = modal.view.blocks as readonly {
      block_id?: string
      optional?: boolean
      element?: { initial_value?: string; initial_option?: { value: string } }
    }[]
    const [words, environment] = ['words', 'environment'].map((key) =>
      inputs.find(({ block_id: id }) => id === key),
    )
    expect([words?.element?.initial_value, environment?.element?.initial_option?.value]).toEqual(filled)
    expect(environment?.optional).toBe(false)
    await room.workspace.close(requester, modal)
  })
})

/** Of the webhook subscription. */
const secret = 's3cret-of-the-subscription'

describe('a page where PagerDuty is configured', () => {
  let pagerDuty: Awaited<ReturnType<typeof startPagerDuty>>
  let room: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    pagerDuty = await startPagerDuty()
    // Time runs fast, so that what it does not take now is soon sent again; nobody else is called for a day all the same.
    const configure = (yaml: string) =>
      alwaysRita(yaml)
        .replace('within: 15m', 'within: 23h')
        .replace('within: 30m', 'within: 23h30m')
        .replace('within: 45m', 'within: 24h')
        .concat('\npagerDuty: { changes: [staging] }\n')
    room = await start({
      configure,
      environment: {
        PAGERDUTY_ROUTING_KEY: 'k'.repeat(32),
        PAGERDUTY_URL: pagerDuty.url,
        PAGERDUTY_WEBHOOK_SECRET: `${'old-'.repeat(5)},${secret}`,
      },
      bot: { timeScale: 1 / 500 },
    })
  })
  afterAll(async () => {
    await room.sandbox.stop()
    await pagerDuty.stop()
  })

  it('is one alert there: called, answered, over; what it does not take now it takes later', async () => {
    pagerDuty.answer(503, 0, 429)
    await room.say('/ohmy page "cache is cold" production', viewer)
    const card = await room.seen('cache is cold')
    await until('the alert', () => pagerDuty.events.length === 1)
    pagerDuty.answer(500)
    await room.workspace.click(requester, card, 'Ack')
    await room.seen(/cache is cold.+Rita Requester has it/)
    const id = idIn(card.text)
    await until('its end', () => pagerDuty.alerts()[id]?.includes('resolve') === true)
    expect(pagerDuty.alerts()).toEqual({ [id]: ['trigger', 'acknowledge', 'resolve'] })
  })

  it('calls people all the same where PagerDuty says no for good, and says so', async () => {
    pagerDuty.answer(400)
    await room.say('/ohmy page "disk is full" production', viewer)
    const card = await room.seen(/disk is full[^]+PagerDuty did not take it: `400/)
    await room.told(requester, 'disk is full')
    await room.workspace.click(requester, card, 'Ack')
    await room.seen(/disk is full.+Rita Requester has it/)
    expect(pagerDuty.alerts()[idIn(card.text)]).toBeUndefined()
  })

  const hook = () => `${room.sandbox.botUrl}/hooks/pagerduty`

  it('is answered in PagerDuty as in Slack: the page says who, and PagerDuty is not told what it knows', async () => {
    await room.say('/ohmy page "queue is stuck" production', viewer)
    const card = await room.seen('queue is stuck')
    const key = idIn(card.text)
    await until('the alert', () => pagerDuty.alerts()[key] !== undefined)
    const name = 'Tenex <!channel> *Engineer`'
    const id = 'once'
    expect(await pagerDuty.webhook(hook(), { key, secrets: ['new one', secret], name, id })).toBe(202)
    const ended = await room.seen(/queue is stuck.+acknowledged in PagerDuty by Tenex/)
    expect(ended.ts).toBe(card.ts)
    expect(JSON.stringify(ended.blocks)).not.toMatch(/<!channel>|<@/)
    await room.told(requester, /queue is stuck.+acknowledged in PagerDuty by Tenex/)
    // It comes at least once, and is heard once.
    expect(await pagerDuty.webhook(hook(), { key, secrets: [secret], name, id })).toBe(202)
    await room.say(`/ohmy page ack ${key}`, approver)
    await until('Aaron to be told who was first', () =>
      room.workspace
        .messages('devops', approver)
        .some(({ text }) => text.includes(`Engineer has answered ${key} already.`)),
    )
    // Whoever answered there says there when it is over.
    expect(pagerDuty.alerts()[key]).toEqual(['trigger'])
  })

  it('takes nothing for an answer that nobody of PagerDuty gave', async () => {
    await room.say('/ohmy page "nobody has this" production', viewer)
    const key = idIn((await room.seen('nobody has this')).text)
    await until('the alert', () => pagerDuty.alerts()[key] !== undefined)
    const good = { key, secrets: [secret] }
    const statuses: Record<string, number> = {}
    for (const [what, webhook] of Object.entries({
      unsigned: { key, secrets: [] },
      forged: { key, secrets: ['x'.repeat(20)] },
      'changed underway': { ...good, added: ' ' },
      oversized: { ...good, added: ' '.repeat(300_000) },
      'of another time': { ...good, at: Date.now() - 50 * 3_600_000 },
      'of no person': { ...good, name: null, type: 'incident.resolved' },
      foreign: { ...good, key: 'srv01/HTTP' },
      'of a page that is not': { ...good, key: 'page-2222222' },
      'something else': { ...good, type: 'incident.escalated' },
      ping: { ...good, type: 'pagey.ping' },
    }))
      statuses[what] = await pagerDuty.webhook(hook(), webhook)
    expect(statuses).toEqual({
      ...{ unsigned: 401, forged: 401, 'changed underway': 401, oversized: 413 },
      ...{ 'of another time': 202, 'of no person': 202, foreign: 202, 'of a page that is not': 202 },
      ...{ 'something else': 202, ping: 202 },
    })
    expect((await room.seen('nobody has this')).text).toContain('somebody has to answer')
    const metrics = await (await fetch(`${room.sandbox.botUrl}/metrics`)).text()
    for (const line of [
      'stale"} 1',
      'nobody"} 1',
      'foreign"} 2',
      'other"} 2',
      'replayed"} 1',
      'answered"} 1',
    ])
      expect(metrics).toContain(`ohmy_pagerduty_events_total{outcome="${line}`)
    expect(metrics).toContain('ohmy_unsigned_requests_total{endpoint="hooks",reason="signature-wrong"} 2')
    // Resolved there is answered, too; and nothing is left to tell.
    expect(await pagerDuty.webhook(hook(), { ...good, type: 'incident.resolved', name: 'Rita' })).toBe(202)
    await room.seen(/nobody has this.+resolved in PagerDuty by Rita/)
    expect(pagerDuty.alerts()[key]).toEqual(['trigger'])
  })

  it('is over for every severity of an incident that somebody has answered in PagerDuty', async () => {
    await room.say('/ohmy incident open "checkout is down" --sev 2 production', viewer)
    const pages = () =>
      pagerDuty.events.flatMap((event) =>
        event.event_action === 'trigger' && event.payload.summary.includes('checkout is down')
          ? [event.dedup_key]
          : [],
      )
    await until('the first page', () => pages().length === 1)
    const id = (await room.sandbox.bot.incidents.list(0))[0]?.id ?? ''
    await room.say(`/ohmy incident sev 1 ${id}`, viewer)
    await until('the second page', () => pages().length === 2)
    const [first = '', second = ''] = pages()
    const answer = { key: second, secrets: [secret], name: 'Tenex', id: 'of two' }
    expect(await pagerDuty.webhook(hook(), answer)).toBe(202)
    await until(
      'the first to be answered, too',
      () => pagerDuty.alerts()[first]?.includes('acknowledge') === true,
    )
    expect(pagerDuty.alerts()[second]).toEqual(['trigger'])
  })

  it('is told what changes there, at its beginning and its end; not what was rejected, nor elsewhere', async () => {
    pagerDuty.answer(503)
    await room.say('/ohmy scale backend 2 staging')
    await room.seen(/Scale backend in staging from 1 to 2.+Done/)
    await until('both', () => pagerDuty.changes.length === 2)
    await room.say('/ohmy scale backend 3 production')
    await room.seen(/Scale backend in production.+Waiting for approval/)
    expect(pagerDuty.changes.map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        source: 'staging',
        summary: 'staging: started: Scale backend in staging from 1 to 2 tasks',
      }),
      expect.objectContaining({ summary: 'staging: succeeded: Scale backend in staging from 1 to 2 tasks' }),
    ])
  })
})

describe('a page that nobody answers', () => {
  let room: Awaited<ReturnType<typeof start>>
  beforeAll(async () => {
    room = await start({ bot: { timeScale: 1 / 900 } })
  })
  afterAll(() => room.sandbox.stop())

  it('goes through the layers by the clock, each mentioned once, and says so loudly once', async () => {
    await room.say('/ohmy page "night of the disks" production', viewer)
    const card = await room.seen('night of the disks')
    const loud = await room.seen('Nobody has answered SEV-2 in production `night of the disks`')
    expect(JSON.stringify(loud.blocks)).toMatch(/<@U0REQUEST>.*<@U0APPROVE>/)
    // Whoever asked is the tech lead, and is not called for their own act.
    expect(JSON.stringify(loud.blocks)).not.toContain('<@U0VIEWERS>')
    await room.seen(/night of the disks.+nobody answered/)
    await room.told(requester, 'nobody answered')
    await room.told(approver, 'nobody answered')
    const posted = room.workspace.messages('devops')
    const replies = posted.filter(({ threadTs }) => threadTs === card.ts)
    expect(replies.map(({ text }) => text)).toEqual([expect.stringContaining('Secondary:')])
    expect(posted.filter(({ text }) => text.includes('Nobody has answered'))).toHaveLength(1)
    // The budget of docs/on-call.md: the page, one step, two direct messages, the loud end; each person twice, and of edits nobody is told.
    const posts = room.workspace.calls
      .filter(({ method }) => method === 'chat.postMessage')
      .map(({ args }) => JSON.stringify(args))
    expect(posts).toHaveLength(5)
    expect(posts.flatMap((post) => post.match(/<@U\w+>/g) ?? []).toSorted()).toEqual([
      '<@U0APPROVE>',
      '<@U0APPROVE>',
      '<@U0REQUEST>',
      '<@U0REQUEST>',
    ])
    await room.say(`/ohmy page ack ${idIn(card.text)}`, requester)
    await room.seen('in time, so it is over.')
  })
})
