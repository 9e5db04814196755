import type { KnownBlock } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import type { RunRecord } from '../../../../src/core/run.js'
import { completed, ended, failedAt, withStep } from '../../../../src/runbooks/run/walk.js'
import { runCard } from '../../../../src/slack/views/runbooks/card.js'
import { act, checkStep, look, mia, runbookOf, runOf } from '../../../runbooks/run/run-of.js'

const ravi = { id: 'U0RAVI', name: 'Ravi' }
const minute = 60_000

/** What can be pressed: buttons by their words, what menus hold, and the lines behind them. */
function pressable(record: RunRecord) {
  const elements = runCard(record).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
  return {
    buttons: elements.flatMap((one) => (one.type === 'button' ? [one.text.text] : [])),
    primary: elements.flatMap((one) =>
      one.type === 'button' && one.style === 'primary' ? [one.text.text] : [],
    ),
    menu: elements.flatMap((one) => (one.type === 'static_select' ? (one.options ?? []) : [])),
    more: elements
      .flatMap((one) => (one.type === 'overflow' ? one.options : []))
      .map(({ text }) => text.text),
    lines: elements.flatMap((one) => (one.type === 'button' ? [one.value ?? ''] : [])),
  }
}

const lines = (record: RunRecord) => runCard(record).text.split('\n')
const problem = (record: RunRecord) =>
  checkMessage({ text: 'text', blocks: runCard(record).blocks as KnownBlock[] }, 'update')

const decision = (labels: readonly string[]) =>
  ({ id: 'why', kind: 'decision', question: 'Which?', options: labels.map((label) => ({ label })) }) as const

describe('the first line', () => {
  test.each([
    ['instruction', runOf([look('log')]), '✋ Tasks keep restarting · backend in staging — Something to do'],
    [
      'action',
      runOf([act('more')]),
      '✋ Tasks keep restarting · backend in staging — A change is ready to run',
    ],
    [
      'decision',
      runOf([decision(['a', 'b'])]),
      '✋ Tasks keep restarting · backend in staging — A decision is needed',
    ],
    [
      'failed step',
      failedAt(runOf([act('more')]), 'more', 'No.', 2_000),
      '🟠 Tasks keep restarting · backend in staging — A step failed',
    ],
    [
      'end',
      completed(runOf([look('log')]), 'log', {}, 1_000 + 3 * minute),
      '✅ Tasks keep restarting · backend in staging — Done after 3 min',
    ],
    [
      'dry walk',
      runOf([checkStep('a')], { mode: 'dry' }),
      '🔵 Tasks keep restarting · backend in staging — Going on, since 00:00 UTC · dry walk, nothing is changed',
    ],
  ])('says how it stands: %s', (_what, record, line) => {
    expect(lines(record)[0]).toBe(line)
  })

  test('says that an operation of the run waits for an approval', () => {
    const going = withStep(runOf([act('more')]), 'more', {
      state: 'running',
      operation: 'op-7k2m9qa',
      waitsFor: 'approval',
    })
    expect(lines(going)[0]).toContain('An approval is needed')
    expect(runCard(going).text).toContain('op-7k2m9qa waits for somebody’s approval')
  })
})

describe('what was done', () => {
  test('is a line each, in the order in which it was, with figure, person and time; what was not needed is not told', () => {
    const walked = completed(
      completed(
        runOf([checkStep('steady'), { ...look('left-out'), when: 'false' }, look('log'), look('told')]),
        'steady',
        { checked: { result: 'warn', figure: '1 of 2 tasks running' } },
        minute,
      ),
      'log',
      { by: ravi, note: 'nothing' },
      2 * minute,
    )
    expect(lines(walked).filter((line) => line.startsWith('> '))).toEqual([
      '> ⚠️ steady — 1 of 2 tasks running · 00:01 UTC',
      '> ✓ log — nothing · Ravi · 00:02 UTC',
    ])
  })

  test('is counted where it is older, with what failed of it', () => {
    const steps = Array.from({ length: 20 }, (_, index) => checkStep(`s${index}`))
    let walked = runOf(steps)
    for (let index = 0; index < 12; index++) {
      const checked = { result: index === 3 ? 'fail' : 'pass', figure: `figure ${index}` } as const
      walked = completed(walked, `s${index}`, { checked }, (index + 1) * minute)
    }
    const told = lines(walked).filter((line) => line.startsWith('> '))
    expect(told[0]).toBe('> … 6 steps before, 1 of them failed')
    expect(told).toHaveLength(7)
    expect(lines(walked)).toContain('13. s12')
  })
})

describe('the step it is at', () => {
  test('shows its words with the values in them; code is code, everything else letter by letter', () => {
    const record = runOf(
      [
        {
          id: 'look',
          kind: 'instruction',
          title: 'Look',
          text: 'See `{{ inputs.note }}` and {{ inputs.note }} at https://example.com/a.',
          evidence: true,
        },
      ],
      { inputs: { note: '*bold* <!channel> <https://evil.example|here>' } },
    )
    const { blocks, text } = runCard(record)
    expect(text).toContain('See *bold* <!channel>')
    const inMrkdwn = JSON.stringify(blocks.filter(({ type }) => type !== 'rich_text'))
    expect(inMrkdwn).not.toContain('bold')
    const words = JSON.stringify(blocks)
    expect(words).toContain('{"type":"link","url":"https://example.com/a","text":"https://example.com/a"}')
    expect(words).not.toContain('"text":"here"')
    expect(text).toContain('“Done” asks for a line of what you saw.')
  })

  test('offers Done first; to pause, to hand over and to stop stand behind the dots', () => {
    expect(pressable(runOf([look('log')]))).toMatchObject({
      buttons: ['Done', 'Skip', 'Failed'],
      primary: ['Done'],
      more: ['Pause', 'Take over: I lead it now', 'Abort'],
    })
  })

  test('shows an action as the line that is said, and what refused it', () => {
    const refused = withStep(runOf([act('more')]), 'more', { reason: 'backend is locked by Ravi. Ask Ravi.' })
    expect(lines(refused)).toEqual(
      expect.arrayContaining([
        '/ohmy scale backend 2 staging',
        '⛔ Nothing was done: backend is locked by Ravi. Ask Ravi.',
      ]),
    )
    expect(pressable(refused).buttons).toEqual(['Run', 'Skip'])
  })

  test('says what the checks speak for, with what they were found out from, and offers that first', () => {
    const checked = {
      result: 'fail',
      figure: '3 tasks were killed',
      lines: Array.from({ length: 10 }, (_, index) => `line ${index} `.repeat(50)),
    } as const
    const walked = completed(
      runOf([checkStep('tasks'), decision(['Other', 'Memory'])]),
      'tasks',
      { checked },
      minute,
    )
    const record = withStep(walked, 'why', { suggested: 'Memory' })
    expect(pressable(record)).toMatchObject({ buttons: ['Memory', 'Other'], primary: ['Memory'] })
    expect(lines(record)).toContain('💡 The checks speak for Memory')
    // The first ones say most: the gravest error, the newest line.
    expect(
      lines(record)
        .filter((line) => /line \d/.test(line))
        .map((line) => /line \d/.exec(line)?.[0]),
    ).toEqual(['line 0', 'line 1', 'line 2'])
    expect(lines(record)).toContain('7 more lines: `/ohmy runbook report run-7k2m9qa`')
    expect(problem(record)).toBeUndefined()
  })

  test('has buttons for a few short choices', () => {
    const { buttons, menu } = pressable(runOf([decision(['Too few', 'Too slow', 'Neither'])]))
    expect(buttons).toEqual(['Too few', 'Too slow', 'Neither'])
    expect(menu).toEqual([])
  })

  test('keeps long choices to two rows on a phone: what the checks speak for, and a menu of the others', () => {
    const labels = [
      'Since a release',
      'Slowly, over days',
      'With more load than usual',
      'It is none of these',
    ]
    const record = runOf([decision(labels)])
    expect(pressable(record).buttons).toEqual([])
    expect(pressable(record).menu.map(({ text }) => text.text)).toEqual(labels)
    const suggested = withStep(record, 'why', { suggested: 'Slowly, over days' })
    expect(pressable(suggested)).toMatchObject({
      buttons: ['Slowly, over days'],
      primary: ['Slowly, over days'],
      menu: { length: 3 },
    })
  })

  test('puts many options into a menu, by their place where their words have no room', () => {
    const labels = Array.from({ length: 10 }, (_, index) => `${index} `.repeat(60).slice(0, 74))
    const record = runOf([{ ...decision(labels), id: 'x'.repeat(60) }])
    const { buttons, menu } = pressable(record)
    expect(buttons).toEqual([])
    expect(menu).toHaveLength(10)
    expect(menu[4]?.value).toBe(`run choose run-7k2m9qa --option 5 --step ${'x'.repeat(60)}:1`)
    expect(problem(record)).toBeUndefined()
  })

  test('asks what now where it has failed', () => {
    const failed = failedAt(runOf([act('more'), look('log')]), 'more', 'It did not come up.', 2_000)
    expect(lines(failed)).toContain('❌ It did not come up.')
    expect(pressable(failed)).toMatchObject({
      buttons: ['Try again', 'Go on', 'Abort'],
      primary: ['Try again'],
    })
  })

  test('has nothing to press but the dots while ohmy is at it, and says since when', () => {
    const looking = runOf([checkStep('steady')])
    expect(pressable(looking).buttons).toEqual([])
    expect(lines(looking)).toContain('ohmy looks, since 00:00 UTC …')
  })

  test('tells who may approve', () => {
    const approval = runOf([{ id: 'ok', kind: 'approval', text: 'Told?', role: 'approver' }])
    expect(runCard(approval).text).toContain(
      'For the role approver, and somebody else than Mia, who began this.',
    )
    expect(pressable(approval).buttons).toEqual(['Approve', 'Reject'])
  })
})

describe('an end', () => {
  const acted = completed(
    runOf([act('more'), look('log')]),
    'more',
    { outcome: 'succeeded', operation: 'op-7k2m9qa', by: ravi },
    minute,
  )

  test('that was none: goes on from there, or takes back what was changed', () => {
    const aborted = ended(acted, 'aborted', 2 * minute, { by: ravi, reason: 'Ravi stopped it at “log”.' })
    expect(pressable(aborted)).toMatchObject({
      buttons: ['Go on from there', 'Take back: more'],
      lines: ['run from run-7k2m9qa --step log', 'run undo run-7k2m9qa --step more'],
    })
    expect(lines(aborted)).toContain('Ravi stopped it at “log”.')
    expect(lines(aborted).at(-1)).toBe(
      'Stopped at step 2 of 2 · Led by Mia · `/ohmy runbook report run-7k2m9qa`',
    )
  })

  test('shows what became of the way back', () => {
    const over = completed(acted, 'log', {}, 2 * minute)
    const back = { asked: mia, tries: 1, state: 'done', operation: 'op-8888888' } as const
    const text = runCard(withStep(over, 'more', { back })).text
    expect(text).toContain('op-7k2m9qa succeeded · taken back by Mia with op-8888888')
  })
})

describe('Slack’s limits', () => {
  test('hold for 200 steps with the longest of everything', () => {
    const long = (length: number) => 'word <!channel> *b* `c` & '.repeat(200).slice(0, length)
    const steps = Array.from({ length: 199 }, (_, index) => ({ ...checkStep(`s${index}`), title: long(150) }))
    const last = {
      id: 'why',
      kind: 'decision',
      title: long(150),
      question: long(2_500),
      options: Array.from({ length: 10 }, (_, index) => ({ label: `${index}${long(74)}` })),
    } as const
    let record = runOf([], { runbook: runbookOf([...steps, last], { title: long(150) }) })
    const checked = {
      result: 'fail',
      figure: long(500),
      lines: Array.from({ length: 10 }, () => long(300)),
    } as const
    for (let index = 0; index < 199; index++) {
      record = completed(
        record,
        `s${index}`,
        { checked, note: long(2_000), by: { id: 'U1', name: long(200) } },
        index,
      )
    }
    record = withStep(record, 'why', { reason: long(3_000), suggested: `7${long(74)}` })
    const { blocks, text } = runCard({
      ...record,
      trouble: long(500),
      offeredBy: long(200),
      isOutdated: true,
    })
    expect(problem(record)).toBeUndefined()
    expect(JSON.stringify(blocks)).not.toContain('To fit Slack')
    expect(text).toContain('193 steps before, all failed')
    const over = ended(record, 'failed', 1_000, { reason: long(3_000) })
    expect(problem(over)).toBeUndefined()
    expect(JSON.stringify(runCard(over).blocks)).not.toContain('To fit Slack')
  })
})

test('what people wrote reads as it is: no mark turns a line around', () => {
  const turned = '\u202etxt.exe'
  const record = completed(
    runOf([look('log'), act('more', `scale "${turned}"`)]),
    'log',
    { note: turned },
    2_000,
  )
  const { text } = runCard(
    withStep(record, 'more', { said: `scale "${turned}"`, title: turned, reason: turned }),
  )
  expect(text).not.toContain('\u202e')
  expect(text.split('[U+202E]txt.exe')).toHaveLength(5)
})

describe('in the terminal', () => {
  test('what could be pressed is a line to type', () => {
    const run = runOf([decision(['Too few', 'Something <else>'])])
    const typed = runCard(run, { buttons: false })
    expect(typed.blocks.some(({ type }) => type === 'actions')).toBe(false)
    expect(typed.text).toContain(`Too few: \`ohmy run choose ${run.id} --option "Too few" --step why:1\``)
    expect(typed.text).toContain(`Pause: \`ohmy run pause ${run.id}\``)
    expect(runCard(ended(run, 'done', 3_000), { buttons: false }).text).not.toContain('ohmy run ')
  })
})
