import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import { keys } from '../../src/redis/keys.js'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'
import { inStore } from './in-store.js'

const gate = `
id: gate
title: Through a gate
limits: { runs_per_hour: 100 }
inputs:
  environment: { type: environment, default: staging }
  note: { type: text, optional: true }
steps:
  - id: look
    title: Look
    instruction: "Look at {{ inputs.note }}."
  - id: more
    title: Frontend to three
    action: scale frontend 3 {{ inputs.environment }}
    undo: true
  - id: told
    title: Is it told?
    approval: Is it told?
    role: approver
  - id: end-of-it
    title: The end of it
    instruction: Go home.
`

const seldom = `
id: seldom
title: Once an hour
limits: { runs_per_hour: 1 }
inputs: { environment: { type: environment, default: staging } }
steps:
  - instruction: Sit down.
`

const literal = `
id: literal
title: In production
limits: { runs_per_hour: 100 }
inputs: { environment: { type: environment, default: staging } }
steps:
  - id: there
    title: Frontend there
    action: scale frontend 3 production
  - id: everything
    title: Lock all of it
    action: lock all --reason drill
`

const freely = `
id: freely
title: With words
limits: { runs_per_hour: 100 }
inputs:
  environment: { type: environment, default: staging }
  why: { type: text, default: none }
steps:
  - id: what
    ask: "What is it ({{ inputs.why }})?"
  - id: keep
    title: "Lock, {{ inputs.why }}"
    action: lock backend staging --for 1h --reason {{ steps.what.answer }}
    undo: unlock backend staging
  - id: scale
    title: Scale
    action: scale backend 2 staging --reason {{ inputs.why }}
  - id: seen
    instruction: "{{ steps.what.answer }}"
    evidence: true
`

const terminal: Caller = { id: approver.slackId, name: approver.name, origin: 'terminal' }

describe('people in one run', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      runbooks: { 'gate.yaml': gate, 'seldom.yaml': seldom, 'literal.yaml': literal, 'freely.yaml': freely },
    })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const messages = () => sandbox.workspace.messages('devops')
  const say = (text: string, person = requester, channel = 'devops') =>
    sandbox.workspace.say(person, channel, text)
  const changes = () => sandbox.account.calls.of('UpdateService').filter(({ effective }) => effective)
  const runIn = (text: string) => /run-[a-z0-9]{7}/.exec(text)?.[0] ?? ''
  const told = (person: typeof requester, words: string | RegExp) =>
    sandbox.workspace.waitForMessage(
      'devops',
      ({ text, ephemeralFor }) =>
        ephemeralFor === person.slackId &&
        (typeof words === 'string' ? text.includes(words) : words.test(text)),
    )
  const record = async (run: string) => {
    const found = await sandbox.bot.runs.find(run)
    if (found === undefined) throw new Error(`There is no ${run}`)
    return found
  }
  const stepOf = async (run: string, id: string) => (await record(run)).steps.find((step) => step.id === id)
  const begin = async (line: string, person = requester) => {
    const known = new Set(messages().map(({ text }) => runIn(text)))
    await say(line, person)
    const first = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => runIn(text) !== '' && !known.has(runIn(text)),
    )
    const run = runIn(first.text)
    const shows = (words: string | RegExp) =>
      sandbox.workspace.waitForMessage(
        'devops',
        ({ text, ephemeralFor }) =>
          ephemeralFor === undefined &&
          text.includes(run) &&
          (typeof words === 'string' ? text.includes(words) : words.test(text)),
      )
    return { run, shows, first }
  }
  const audited = () =>
    inStore(sandbox.store.url, async (redis) =>
      (await redis.xrange(keys.audit, '-', '+')).map(
        ([, fields]) => JSON.parse(fields[fields.indexOf('record') + 1] ?? '{}') as Record<string, unknown>,
      ),
    )
  const three = [requester, approver, viewer] as const

  it('press Done at once: it is done once, each is answered; so with Run, Approve and Abort, From and Undo', async () => {
    const { run, shows } = await begin('/ohmy runbook start gate staging')
    const card = await shows('Look at')
    await Promise.all(three.map((person) => sandbox.workspace.click(person, card, 'Done')))
    await told(viewer, 'takes the role operator')
    const action = await shows('scale frontend 3 staging')
    expect((await stepOf(run, 'look'))?.state).toBe('done')
    await Promise.all([requester, approver].map((person) => sandbox.workspace.click(person, action, 'Run')))
    await sandbox.workspace.click(viewer, action, 'Run')
    const approval = await shows('Is it told?')
    expect(changes()).toHaveLength(1)
    expect((await record(run)).actions).toBe(1)
    // A stale button of a step before.
    await sandbox.workspace.click(approver, action, 'Run')
    await told(approver, /already|not at/)
    expect(changes()).toHaveLength(1)
    await sandbox.workspace.click(requester, approval, 'Approve')
    await told(requester, /approver/)
    await Promise.all([sandbox.workspace.click(approver, approval, 'Approve'), say(`/ohmy run abort ${run}`)])
    await until('an end', async () => (await record(run)).state === 'aborted')
    await shows('Aborted')
    await Promise.all([say(`/ohmy run from ${run}`, requester), say(`/ohmy run from ${run}`, approver)])
    await until('going on', async () => (await record(run)).state === 'running')
    expect((await record(run)).rounds).toBe(2)
    await say(`/ohmy run abort ${run}`)
    await until('an end', async () => (await record(run)).state === 'aborted')
    await Promise.all([say(`/ohmy run undo ${run}`, requester), say(`/ohmy run undo ${run}`, approver)])
    await until('the way back', async () => (await stepOf(run, 'more'))?.back?.state === 'done')
    expect(changes()).toHaveLength(2)
    expect(sandbox.account.world.service('ohmycoins-staging-frontend').desiredCount).toBe(1)
    const all = (await audited()).filter(({ summary }) => String(summary).includes(run))
    const kept = (kind: string, words: string) =>
      all.filter((one) => one['kind'] === kind && String(one['summary']).includes(words)).length
    expect(kept('command', `run done ${run}`)).toBe(1)
    expect(kept('refused', `run done ${run}`)).toBe(2)
    expect(kept('command', `run go ${run}`)).toBe(1)
    expect(kept('command', `run from ${run}`)).toBe(1)
    expect(kept('run began', run)).toBe(1)
    expect(kept('run ended', run)).toBe(2)
    expect(all.filter((one) => one['operation'] === run).length).toBeGreaterThan(5)
    const verified = await sandbox.bot.dispatch.run('audit verify', terminal)
    expect(verified.failed).toBeUndefined()
  }, 60_000)

  it('approve nothing of their own, however they say it', async () => {
    const { run } = await begin('/ohmy runbook start gate staging', approver)
    await say(`/ohmy run done ${run}`, approver)
    // Two lines said at once are heard in either order, and what is skipped is the step the run is at.
    await until('the action', async () => (await record(run)).at === 'more')
    await say(`/ohmy run skip ${run} --note later`, approver)
    await until('the gate', async () => (await record(run)).at === 'told')
    for (const line of [
      `run approve ${run}`,
      `run approve ${run} --step told`,
      `run skip ${run} --note mine`,
    ]) {
      const reply = await sandbox.bot.dispatch.run(line, terminal)
      expect(reply.failed).toBe('refused')
    }
    await say(`/ohmy run reject ${run}`, approver)
    await until('the refusal', async () => (await stepOf(run, 'told'))?.state === 'failed')
    const reply = await sandbox.bot.dispatch.run(`run skip ${run}`, terminal)
    expect(reply.message.text).toContain('is not approved')
    await say(`/ohmy run abort ${run}`, approver)
    await until('its end', async () => (await record(run)).state === 'aborted')
    const from = await sandbox.bot.dispatch.run(`run from ${run} --step end-of-it`, terminal)
    expect(from.message.text).toContain('is not approved')
  })

  it('begin no more runs than an hour takes, at once either', async () => {
    await Promise.all(
      [requester, approver].map((person) => say('/ohmy runbook start seldom staging', person)),
    )
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('once an hour'))
    const looker = { id: requester.slackId, name: '', origin: 'command' } as const
    const { runs } = await sandbox.bot.runs.list({ since: 0 }, looker)
    expect(runs.filter(({ runbook }) => runbook.id === 'seldom')).toHaveLength(1)
    const other = await begin('/ohmy runbook start seldom production')
    await other.shows('Sit down')
  })

  it('change nothing outside of where they practise', async () => {
    const { run, shows } = await begin('/ohmy drill literal')
    await say(`/ohmy run go ${run}`)
    await shows('Nothing is practised in production')
    await say(`/ohmy run skip ${run} --note no`)
    await shows('lock all')
    await say(`/ohmy run go ${run}`)
    await shows('Nothing is practised in all environments at once')
    expect(changes()).toHaveLength(0)
    expect((await record(run)).actions).toBe(0)
  })

  it('write what they like: it stays text, one word of a line, and no secret of it is kept in sight', async () => {
    const hostile =
      '`<!channel>` {{ inputs.why }} <@U0APPROVE> ‮txt.exe "x" --break-glass \\" -- * | _a_ password=hunter2-run-Rain'
    const { run, shows } = await begin(
      `/ohmy runbook start freely staging --with "why='<!here> {{ steps.what.answer }}'"`,
    )
    await shows('What is it')
    const typed = await sandbox.bot.dispatch.run(
      `run answer ${run} --answer "${hostile.replace(/["\\]/g, (one) => `\\${one}`)}"`,
      {
        id: requester.slackId,
        name: requester.name,
        origin: 'command',
        place: { channel: messages()[0]?.channel ?? '' },
      },
    )
    expect(typed.failed).toBeUndefined()
    await say(`/ohmy run go ${run}`)
    await until(
      'the lock',
      async () => (await record(run)).at !== 'keep' || (await stepOf(run, 'keep'))?.attempt !== 1,
    )
    await say(`/ohmy run go ${run}`)
    await until('blocked', async () => (await stepOf(run, 'scale'))?.attempt === 2)
    await say('/ohmy unlock backend staging')
    await say(`/ohmy run skip ${run} --note "token=hunter2-skip-Rain"`)
    await until('evidence', async () => (await record(run)).at === 'seen')
    await say(`/ohmy run done ${run} --note "DB_PASS=hunter2-note-Rain <!everyone>"`)
    await until('done', async () => (await record(run)).state === 'done')
    const report = await until('the report', () =>
      messages().find(({ files }) => (files?.length ?? 0) > 0 && JSON.stringify(files).includes(run)),
    )
    const text = await (await fetch(`${sandbox.workspace.url}${report.files?.[0]?.url ?? ''}`)).text()
    const seen = [
      ...messages().filter(({ author }) => author !== requester.slackId),
      ...sandbox.workspace.calls,
    ]
    for (const [where, all] of [
      ['slack', JSON.stringify(seen)],
      ['audit', JSON.stringify(await audited())],
      ['report', text],
    ] as const) {
      expect([where, ...new Set([...all.matchAll(/hunter2-(\w+)-Rain/g)].map(([, one]) => one))]).toEqual([
        where,
      ])
    }
    expect(text).toContain('Note: `DB_PASS=••• @everyone`')
    const [pictured] = text.split('\n').filter((line) => line.startsWith('4. '))
    expect(pictured).toContain('** — done')
    expect(
      text + JSON.stringify(messages().filter(({ author }) => author !== requester.slackId)),
    ).not.toContain('\u202e')
    const interpreted = messages()
      .flatMap(({ blocks }) => blocks)
      .filter(({ type }) => type !== 'rich_text')
    expect(JSON.stringify(interpreted)).not.toMatch(/<!(channel|here|everyone)>/)
  }, 60_000)

  it('speak in a channel or a message of their own, and to a run of somebody else', async () => {
    const { run } = await begin('/ohmy runbook start gate staging')
    await say(`/ohmy run done ${run}`, approver, 'alerts')
    await until('done', async () => (await record(run)).at === 'more')
    await say(`/ohmy run done ${run}`, viewer, 'alerts')
    await say(`/ohmy run go ${run}`, approver, 'alerts')
    // The change is asked for where the message of the run stands, as whoever said so.
    const place = { channelName: 'devops' }
    await until('asked', async () => (await stepOf(run, 'more'))?.asked !== undefined)
    expect((await stepOf(run, 'more'))?.asked).toMatchObject({ id: approver.slackId, place })
    await until('its end', async () => (await record(run)).at === 'told')
    await say(`/ohmy run abort ${run}`)
  })

  it('go on when the file of a run is gone, broken, or there twice', async () => {
    const file = join(sandbox.runbookFolder, 'gate.yaml')
    const { run, shows } = await begin('/ohmy runbook start gate staging')
    rmSync(file)
    await say(`/ohmy run done ${run}`)
    await shows('the file has changed since')
    writeFileSync(file, 'id: gate\nsteps: [')
    await say(`/ohmy run skip ${run} --note x`)
    await shows('Is it told?')
    await say('/ohmy runbook start gate staging')
    await sandbox.workspace.waitForMessage('devops', ({ text }) => text.includes('is broken'))
    writeFileSync(file, gate)
    writeFileSync(join(sandbox.runbookFolder, 'gate.md'), '# Another gate\n\n- Look\n')
    await say('/ohmy runbook')
    await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => text.includes('is called `gate` already') || text.includes('gate already'),
    )
    rmSync(join(sandbox.runbookFolder, 'gate.md'))
    await say(`/ohmy run abort ${run}`)
  })

  it('see the end although Slack takes no report, the message was deleted or the channel archived', async () => {
    sandbox.workspace.faults.refuse({
      method: 'files.getUploadURLExternal',
      error: 'missing_scope',
      times: 5,
    })
    const { run, shows, first } = await begin('/ohmy runbook start gate staging')
    await say(`/ohmy run abort ${run}`)
    await shows('Aborted')
    const lost = () =>
      messages().filter(({ text, threadTs }) => threadTs === first.ts && text.includes('did not get here'))
    await until('a word of the report', () => lost().length > 0)
    await until('no report owed', async () => (await record(run)).reportsOwed === 0)
    sandbox.workspace.faults.clear()
    expect(lost()).toHaveLength(1)
    const second = await begin('/ohmy runbook start gate staging')
    sandbox.workspace.faults.refuse({ method: 'chat.update', error: 'message_not_found', times: 1 })
    await say(`/ohmy run done ${second.run}`)
    await until('again', async () =>
      messages().some(({ text }) => text.includes(second.run) && text.includes('Frontend to three')),
    )
    sandbox.workspace.faults.refuse({ method: 'chat.update', error: 'is_archived', times: 3 })
    sandbox.workspace.faults.refuse({ method: 'chat.postMessage', error: 'is_archived', times: 3 })
    await say(`/ohmy run abort ${second.run}`)
    await until(
      'its end',
      async () =>
        (await record(second.run)).reportsOwed === 0 && (await record(second.run)).state === 'aborted',
      // The report waits 10 s for a message that Slack does not show.
      30_000,
    )
    sandbox.workspace.faults.clear()
  }, 60_000)
})
