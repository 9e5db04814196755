import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KnownBlock } from '@slack/types'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approver, requester, viewer } from '../../sandbox/people.js'
import { type Sandbox, startSandbox } from '../support/sandbox.js'
import { until } from '../support/until.js'

const restarting = `
id: restarting
title: Tasks keep restarting
tags: [trouble]
meaning: Tasks end by themselves.
match: { alarms: ["*-ecs-high-memory"], causes: [out-of-memory] }
inputs:
  environment: { type: environment }
  service: { type: service }
  count: { type: number, default: 3, minimum: 1, maximum: 5 }
steps:
  - id: steady
    title: Is it steady?
    check: steady-state
  - id: logs
    title: Look at the logs
    instruction: "Look at the logs of \`{{ inputs.service }}\`."
    evidence: true
  - id: what
    decision: What is it?
    options:
      - { label: Too few, if: "steps.steady.result == 'pass'", next: more }
      - { label: Something else, next: told }
  - id: more
    title: More tasks
    action: scale {{ inputs.service }} {{ inputs.count }} {{ inputs.environment }}
    undo: true
  - id: told
    title: Is everybody told?
    approval: Is everybody told?
    role: approver
`

const asking = `
id: asking
title: How many?
inputs:
  environment: { type: environment }
steps:
  - id: many
    ask: How many tasks?
    type: number
  - id: scale
    title: As many as were said
    action: scale frontend {{ steps.many.answer }} {{ inputs.environment }}
  - id: production
    title: The same in production
    action: scale frontend 3 production
    undo: true
`

/** Each as long as a button may be. */
const answers = Array.from({ length: 8 }, (_, index) =>
  `${index + 1} ${'of many answers '.repeat(5)}`.slice(0, 75).trim(),
)

const many = `
id: many
title: Many answers
steps:
  - id: which
    decision: Which?
    options:
${answers.map((label) => `      - { label: "${label}", next: end }`).join('\n')}
`

describe('runbooks', () => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox({
      runbooks: {
        'restarting.yaml': restarting,
        'asking.yaml': asking,
        'many.yaml': many,
        'broken.yaml': 'id: broken\nsteps: []\n',
      },
    })
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.account.calls.reset())

  const say = (text: string, person = requester) => sandbox.workspace.say(person, 'devops', text)
  const seen = (words: string | RegExp) =>
    sandbox.workspace.waitForMessage('devops', ({ text }) =>
      typeof words === 'string' ? text.includes(words) : words.test(text),
    )
  const click = (...press: Parameters<Sandbox['workspace']['click']>) => sandbox.workspace.click(...press)
  const changes = () => sandbox.account.calls.of('UpdateService').filter(({ effective }) => effective)
  const runIn = (text: string) => /run-[a-z0-9]{7}/.exec(text)?.[0] ?? ''
  /** Begins a run, and tells how to see what its message says next. */
  const begin = async (line: string, person = requester) => {
    const known = new Set(sandbox.workspace.messages('devops').map(({ text }) => runIn(text)))
    await say(line, person)
    const first = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) => runIn(text) !== '' && !known.has(runIn(text)),
    )
    const run = runIn(first.text)
    const shows = (words: string | RegExp) =>
      sandbox.workspace.waitForMessage(
        'devops',
        ({ text }) =>
          text.includes(run) && (typeof words === 'string' ? text.includes(words) : words.test(text)),
      )
    return { run, shows }
  }

  it('guides through one message to its end: check, evidence, decision, action, approval, report', async () => {
    const { shows } = await begin('/ohmy runbook start restarting backend staging')
    const first = await shows('Look at the logs of')
    expect(first.text).toContain('Is it steady?')
    await click(requester, first, 'Done')
    const modal = await sandbox.workspace.waitForModal(requester)
    await sandbox.workspace.submit(requester, modal, { note: 'nothing <!channel> unusual' })
    const decision = await shows('What is it?')
    expect(decision.ts).toBe(first.ts)
    expect(decision.text).toContain('nothing &lt;!channel&gt; unusual')
    const interpreted = (decision.blocks as { type: string }[]).filter(({ type }) => type !== 'rich_text')
    expect(JSON.stringify(interpreted)).not.toContain('<!channel>')
    await click(requester, decision, 'Too few')
    const action = await shows('scale backend 3 staging')
    expect(changes()).toHaveLength(0)
    await click(requester, action, 'Run')
    await seen('Scale backend in staging from 1 to 3 tasks — Done')
    expect(changes()).toHaveLength(1)
    const approval = await shows('5. Is everybody told?')
    await click(requester, approval, 'Approve')
    await seen('takes the role approver; you have operator')
    await click(approver, approval, 'Approve')
    const done = await shows('Tasks keep restarting · backend in staging — Done')
    expect(done.ts).toBe(first.ts)
    const { files = [] } = await until('the report', () =>
      sandbox.workspace.messages('devops').find((message) => (message.files?.length ?? 0) > 0),
    )
    const report = await (await fetch(`${sandbox.workspace.url}${files[0]?.url ?? ''}`)).text()
    expect(report).toContain('Note: `nothing <!channel> unusual`')
    expect(report).toContain('Aaron Approver')
  })

  it('takes a step once: who is late is told who was first', async () => {
    const { run, shows } = await begin('/ohmy runbook start asking staging')
    await shows('How many tasks?')
    await Promise.all([
      say(`/ohmy run answer ${run} --step many:1 --answer 2`, requester),
      say(`/ohmy run answer ${run} --step many:1 --answer 4`, approver),
    ])
    await seen('has done “How many tasks?” already')
    await say(`/ohmy run abort ${run}`)
    await seen(`Rita Requester stopped it`)
  })

  it('stays open where policy refuses an action, and goes on where it waits for approval', async () => {
    const { run, shows } = await begin('/ohmy runbook start asking staging')
    await shows('How many tasks?')
    await say(`/ohmy run answer ${run} --answer 99`)
    await shows('scale frontend 99 staging')
    await say(`/ohmy run go ${run}`)
    await shows(/10/)
    expect(changes()).toHaveLength(0)
    await say(`/ohmy run skip ${run} --note "too many"`)
    await shows('scale frontend 3 production')
    await say(`/ohmy run go ${run}`)
    const waiting = await seen('Scale frontend in production from 2 to 3 tasks — Waiting for approval')
    expect(changes()).toHaveLength(0)
    await click(approver, waiting, 'Approve')
    const done = await shows(/How many\? in staging — Done/)
    await click(requester, done, 'Take back: The same in production')
    const back = await seen('Scale frontend in production from 3 to 2 tasks — Waiting for approval')
    await click(approver, back, 'Approve')
    await until(
      'the way back',
      () => sandbox.account.world.service('ohmycoins-prod-frontend').desiredCount === 2,
    )
  })

  it('goes on from a step after it was aborted, with its checks looked at again', async () => {
    const { run, shows } = await begin('/ohmy runbook start restarting backend staging')
    const card = await shows('Look at the logs of')
    await say(`/ohmy run abort ${run}`)
    const aborted = await shows('Aborted')
    await click(approver, aborted, 'Go on from there')
    const again = await sandbox.workspace.waitForMessage(
      'devops',
      ({ text }) =>
        text.includes(run) && text.includes('Led by Aaron Approver') && text.includes('Look at the logs'),
    )
    await say(`/ohmy run abort ${run}`, requester)
    expect(again.ts).toBe(card.ts)
  })

  it('that is aborted while an action goes on tells how it ended, and offers its way back', async () => {
    const { run, shows } = await begin('/ohmy runbook start asking staging')
    await say(`/ohmy run answer ${run} --answer 4`)
    await shows('scale frontend 4 staging')
    sandbox.account.faults.add({ action: 'DescribeTargetHealth', fault: { kind: 'throttle' }, times: 40 })
    await say(`/ohmy run go ${run}`)
    await until('the change', () => changes().length === 1)
    await say(`/ohmy run abort ${run}`)
    await shows('Aborted')
    sandbox.account.faults.clear()
    const told = await shows(/Aborted[\s\S]*As many as were said — op-/)
    // The runbook names no way back for it.
    expect(JSON.stringify(told.blocks)).not.toContain('Take back')
    await until('its end', async () =>
      (await sandbox.bot.runs.find(run))?.steps.some(({ outcome }) => outcome === 'succeeded'),
    )
  })

  it('walks dry: every check, every plan, no change, nobody asked', async () => {
    const { shows } = await begin('/ohmy runbook start restarting backend staging --with count=5 --dry')
    const dry = await shows(/dry walk[\s\S]*Scale backend in staging from \d to 5/)
    expect(dry.text).toContain('Is it steady?')
    expect(changes()).toHaveLength(0)
  })

  it('is refused to who may not, and told who may', async () => {
    await say('/ohmy runbook start restarting backend staging', viewer)
    await seen(/takes the role operator; you have viewer/)
  })

  it('keeps the version it began with, and says so', async () => {
    const { run, shows } = await begin('/ohmy runbook start restarting backend staging')
    await shows('Look at the logs of')
    writeFileSync(
      join(sandbox.runbookFolder, 'restarting.yaml'),
      restarting.replace('Look at the logs', 'Look away'),
    )
    await say('/ohmy runbook show restarting')
    await seen('Look away')
    await say(`/ohmy run done ${run} --note fine`)
    await shows('the file has changed since')
    await say(`/ohmy run abort ${run}`)
    writeFileSync(join(sandbox.runbookFolder, 'restarting.yaml'), restarting)
  })

  it('lists what is broken, and stops nothing for it', async () => {
    await say('/ohmy runbook')
    const list = await seen('broken.yaml')
    expect(list.text).toContain('restarting')
    await say('/ohmy runbook start broken staging')
    const refused = await seen('is broken: The key')
    expect(refused.text).toContain('(broken.yaml:1)')
  })

  it('is practised with a stopwatch, in staging only', async () => {
    await say('/ohmy drill asking production')
    await seen('Nothing is practised in production')
    await say('/ohmy drill asking')
    const card = await seen(/How many\? in staging[\s\S]*drill/)
    await say(`/ohmy run abort ${runIn(card.text)}`)
    await seen(/Aborted[\s\S]*How many\?|How many\?[\s\S]*Aborted/)
    await say('/ohmy drill history')
    await seen(/20\d\d Q\d[\s\S]*How many\?/)
  })

  it('asks in a form for what it takes, with menus and defaults, and begins with what was filled in', async () => {
    await say('/ohmy runbook show restarting')
    const shown = await seen('Tasks end by themselves.')
    await click(requester, shown, 'Start')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal)).toContain('"value":"production"')
    await sandbox.workspace.submit(requester, modal, {
      environment: 'staging',
      service: 'frontend',
      'with.count': '5',
    })
    const card = await seen('Tasks keep restarting · frontend in staging')
    const run = runIn(card.text)
    expect((await sandbox.bot.runs.find(run))?.inputs).toEqual({
      environment: 'staging',
      service: 'frontend',
      count: 5,
    })
    await say(`/ohmy run abort ${run}`)
    await seen(new RegExp(`Aborted[\\s\\S]*${run}`))
  })

  it('is paused behind the dots, and answered from a menu where there are many answers', async () => {
    const { run, shows } = await begin('/ohmy runbook start many')
    const card = await shows('Which?')
    const elements = (card.blocks as KnownBlock[]).flatMap((block) =>
      block.type === 'actions' ? block.elements : [],
    )
    const dots = elements.find(({ type }) => type === 'overflow')
    const menu = elements.find(({ type }) => type === 'static_select')
    if (dots?.type !== 'overflow' || menu?.type !== 'static_select') throw new Error('no dots or no menu')
    await click(requester, card, dots.action_id ?? '', `run pause ${run}`)
    const paused = await shows('Paused')
    await click(requester, paused, 'Resume')
    await shows('A decision is needed')
    await click(requester, card, menu.action_id ?? '', menu.options?.at(-1)?.value ?? '')
    const done = await shows('Many answers — Done')
    expect(done.text).toContain(answers.at(-1))
  })

  it('asks a question in a form, under its own words', async () => {
    const { run, shows } = await begin('/ohmy runbook start asking staging')
    const card = await shows('How many tasks?')
    await click(requester, card, 'Answer')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal)).toContain('How many tasks?')
    await sandbox.workspace.submit(requester, modal, { answer: '4' })
    await shows('scale frontend 4 staging')
    await say(`/ohmy run abort ${run}`)
    await shows('Aborted')
  })

  it('asks for what is missing', async () => {
    await say('/ohmy runbook start restarting')
    const modal = await sandbox.workspace.waitForModal(requester)
    expect(JSON.stringify(modal)).toContain('"initial_value":"3"')
    await sandbox.workspace.close(requester, modal)
    // Where there is no way to ask it is said in words.
    await say('@ohmy runbook start restarting')
    await seen('needs the environment or the service')
    await say('/ohmy runbook start restartin backend staging')
    await seen('Did you mean')
  })
})
