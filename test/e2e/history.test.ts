import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

describe('history and audit', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const card = (words: string, timeout = 15_000) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes(words), { timeout })
  const terminal = (text: string, person = approver) =>
    sandbox.bot.dispatch.run(text, { id: person.slackId, name: person.name, origin: 'terminal' })
  const audited = async () => {
    const { data } = await terminal('audit export')
    return (data as unknown as { record: Record<string, unknown> }[]).map(({ record }) => record)
  }
  const idIn = (text: string) => text.match(/op-[a-z0-9]{7}/g)?.at(-1) ?? ''

  it('says so while nothing was asked for', async () => {
    await say('/ohmy history staging')
    await card('nothing was asked for')
  })

  it('lists what was changed, newest first, with who, when and the id', async () => {
    await say('/ohmy scale backend 2 staging --reason "more <!channel> *people*"')
    const backend = idIn((await card('Scale backend in staging from 1 to 2 tasks — Done')).text)
    await say('/ohmy scale frontend 2 staging')
    const frontend = idIn((await card('Scale frontend in staging from 1 to 2 tasks — Done')).text)
    await say('/ohmy history staging')
    const list = await sandbox.workspace.waitForMessage('devops', ({ text }) =>
      /History of staging[^]*op-/.test(text),
    )
    expect(list.text).toMatch(/✅ \*?Scale frontend[\s\S]*✅ \*?Scale backend/)
    expect(list.text).toContain(frontend)
    expect(list.text).toContain(backend)
    expect(list.text).toContain('Rita Requester')
    await say('/ohmy history backend')
    const one = await card('History of backend in every environment')
    expect(one.text).toContain(backend)
    expect(one.text).not.toContain(frontend)
    for (const line of ['history production', 'history --by aaron', 'history frontend production']) {
      expect((await terminal(line)).message.text).toContain('nothing was asked for')
    }
    for (const line of [
      'history --by rita',
      'history --by U0REQUEST --since 1h',
      'history backend staging',
    ]) {
      expect((await terminal(line)).message.text).toContain(backend)
    }
  })

  it('tells the whole story of one operation', async () => {
    const { data } = await terminal('history backend staging')
    const [{ id }] = (data as unknown as { operations: [{ id: string }] }).operations
    await say(`/ohmy history ${id}`)
    const story = await card('Asked for by Rita Requester through a command')
    expect(story.text).toContain('Reason: `more @channel *people*`')
    expect(story.text).toContain('Desired count: 1 → ')
    expect(story.text).toContain('✓ Set the desired count — desired count is 2')
    expect(story.text).toMatch(/Set the desired count \(step 2, try 1\)[^\n]*request \S{8,}/)
    expect(story.text).toMatch(/Ended\*? succeeded/)
    expect(story.text).toMatch(/\d+ audit records, from \d+ to \d+/)
    expect(sandbox.workspace.pings().filter(({ ts }) => ts === story.ts)).toEqual([])
  })

  it('links an operation with the one that took it back', async () => {
    await say('/ohmy scale backend 3 staging')
    const done = await card('Scale backend in staging from 2 to 3 tasks — Done')
    await sandbox.workspace.click(requester, done, 'Undo')
    const undone = await card('Scale backend in staging from 3 to 2 tasks — Done')
    await until('the link', async () => {
      const { message } = await terminal(`history ${idIn(done.text)}`)
      return message.text.includes(`taken back by \`/ohmy history ${idIn(undone.text)}\``)
    })
    expect((await terminal(`history ${idIn(undone.text)}`)).message.text).toContain(idIn(done.text))
  })

  it('says of what was rejected that it was', async () => {
    await say('/ohmy scale backend 3 production')
    const waiting = await card('Scale backend in production from 2 to 3 tasks — Waiting for approval')
    await sandbox.workspace.click(approver, waiting, 'Reject')
    const modal = await sandbox.workspace.waitForModal(approver)
    expect(modal.view).toMatchObject({ title: { text: 'Reject' }, submit: { text: 'Reject' } })
    await sandbox.workspace.submit(approver, modal, { reason: 'not on a Friday' })
    await card('Scale backend in production from 2 to 3 tasks — Rejected')
    const { message } = await terminal('history production')
    expect(message.text).toMatch(/Scale backend in production from 2 to 3 tasks\*? — rejected/)
    expect(message.text).toContain('rejected by Aaron Approver · `not on a Friday`')
    expect((await terminal(`history ${idIn(waiting.text)}`)).message.text).toMatch(/Ended\*? rejected/)
  })

  it('says that there is no such operation, and what is no id at all', async () => {
    expect(await terminal('history op-nobody')).toMatchObject({ failed: 'refused' })
    expect((await terminal('history nonsense')).failed).toBe('usage')
    expect((await terminal('history --since yesterday')).failed).toBe('usage')
  })

  it('records every command, refusal, plan, change with its request id, and outcome, once each', async () => {
    await say('/ohmy scale backend 4 staging', viewer)
    await card('takes the role operator; you have viewer')
    await say('/ohmy status production')
    await card('production is')
    await terminal('scale backend many staging --reason "password=hunter2hunter2"')
    const records = await audited()
    const { data } = await terminal('history frontend staging')
    const [{ id }] = (data as unknown as { operations: [{ id: string }] }).operations
    const of = records.filter(({ operation }) => operation === id)
    expect(of.map(({ kind }) => String(kind)).toSorted()).toEqual(
      ['requested', 'command', 'started', 'change', 'changed', 'ended'].toSorted(),
    )
    const kinds = of.map(({ kind }) => kind)
    expect(kinds.indexOf('requested')).toBeLessThan(kinds.indexOf('change'))
    expect(of.find(({ kind }) => kind === 'changed')).toMatchObject({
      environment: 'staging',
      actor: requester.slackId,
      origin: 'command',
      requestId: expect.stringMatching(/\S{8,}/) as string,
    })
    const refused = records.filter(({ kind }) => kind === 'refused')
    expect(refused).toContainEqual(
      expect.objectContaining({ actor: viewer.slackId, summary: 'scale backend 4 staging · role-missing' }),
    )
    expect(records).toContainEqual(expect.objectContaining({ kind: 'command', summary: 'status production' }))
    expect(JSON.stringify(records)).not.toContain('hunter2')
  })

  it('records a click that was refused', async () => {
    await say('/ohmy scale backend 4 staging')
    const done = await card('Scale backend in staging from 2 to 4 tasks — Done')
    await sandbox.workspace.click(viewer, done, 'Undo')
    await until('the refusal in the record', async () =>
      (await audited()).some(
        ({ kind, actor, summary }) =>
          kind === 'refused' && actor === viewer.slackId && String(summary).startsWith('undo op-'),
      ),
    )
  })

  it('records a button whose value somebody tampered with', async () => {
    const channel = sandbox.workspace.state().channels.find(({ name }) => name === 'devops')?.id ?? ''
    const payload = JSON.stringify({
      type: 'block_actions',
      user: { id: viewer.slackId },
      channel: { id: channel, name: 'devops' },
      container: { type: 'message', message_ts: '1.0', channel_id: channel },
      trigger_id: 'tampered',
      team: { id: 'T000000001' },
      actions: [
        { type: 'button', action_id: 'operation.approve', block_id: 'b', action_ts: '1.0', value: '{"v":9}' },
      ],
    })
    const body = new URLSearchParams({ payload }).toString()
    await sandbox.workspace.deliverRaw(body, sandbox.workspace.sign(body))
    await until('the refusal in the record', async () =>
      (await audited()).some(
        ({ actor, summary }) =>
          actor === viewer.slackId && summary === 'click operation.approve {"v":9} · button-unreadable',
      ),
    )
  })

  it('verifies the chain for an approver, and nobody less', async () => {
    await say('/ohmy audit verify', viewer)
    await card('takes the role approver; you have viewer')
    await say('/ohmy audit verify', approver)
    const whole = await card('The audit is whole')
    expect(whole.ephemeralFor).toBe(approver.slackId)
    expect(whole.text).toMatch(/Newest record: \d+, hash [`]?[0-9a-f]{64}/)
  })

  it('prints the export in the terminal, letter by letter, so that it can be verified there', async () => {
    await terminal('history --by "Größe <&> *x*"')
    const { message } = await terminal('audit export')
    const printed = message.text.split('\n')
    expect(printed.length).toBeGreaterThan(10)
    for (const line of printed) {
      const { hash } = JSON.parse(line) as { hash: string }
      const record = line.slice(line.indexOf('"record":') + 9, -1)
      expect(createHash('sha256').update(record).digest('hex')).toBe(hash)
    }
    expect(printed.some((line) => line.includes('<&> *x*'))).toBe(true)
  })

  it('hands the export to the person who asked, as a file in the direct message', async () => {
    await say('/ohmy audit export --since 1h', approver)
    await card('audit records are in your direct messages')
    const direct = sandbox.workspace
      .state()
      .channels.find(({ directMessageWith }) => directMessageWith === approver.slackId)
    const posted = await until('the file', () =>
      sandbox.workspace.messages(direct?.id ?? '').find(({ files }) => (files?.length ?? 0) > 0),
    )
    expect(posted.files?.[0]?.name).toBe('ohmy-audit.jsonl')
    expect(sandbox.workspace.messages('devops').some(({ files }) => (files?.length ?? 0) > 0)).toBe(false)
  })

  it('names the record that somebody changed in the store', async () => {
    await inStore(sandbox.store.url, async (redis) => {
      const [[, fields] = ['', []]] = await redis.xrange(keys.audit, '3-0', '3-0')
      const records = await redis.xrange(keys.audit, '4-0', '+')
      await redis.xtrim(keys.audit, 'MAXLEN', 0)
      for (const [id, other] of [
        ['4-0', fields.map((field) => field.replace('U0', 'U1'))],
        ...records.slice(1),
      ] as [string, string[]][])
        await redis.xadd(keys.audit, `${Number(id.split('-')[0]) + 100_000}-0`, ...other)
    })
    const { message, failed } = await terminal('audit verify')
    expect(failed).toBe('refused')
    expect(message.text).toContain('Records 1 to 2 are missing')
    expect(message.text).toContain('Record 3 was changed')
  })
})
