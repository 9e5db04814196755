import type { KnownBlock, SectionBlockAccessory } from '@slack/types'
import { describe, expect, test } from 'vitest'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import type { Message } from '../../../../src/core/message.js'
import type { Runbook } from '../../../../src/core/runbook.js'
import { foundRunbooksMessage } from '../../../../src/slack/views/runbooks/found.js'
import { runbooksMessage } from '../../../../src/slack/views/runbooks/library.js'
import { runbookMessage } from '../../../../src/slack/views/runbooks/runbook.js'
import { act, checkStep, look, runbookOf } from '../../../runbooks/run/run-of.js'

const now = Date.UTC(2026, 10, 28, 3)
const slack = { buttons: true, now }

function elements({ blocks }: Message): readonly SectionBlockAccessory[] {
  return blocks.flatMap((block): readonly SectionBlockAccessory[] => {
    if (block.type === 'actions') return block.elements as SectionBlockAccessory[]
    return block.type === 'section' && block.accessory !== undefined ? [block.accessory] : []
  })
}
const menus = (message: Message) =>
  elements(message).flatMap((one) =>
    one.type === 'static_select'
      ? [{ name: one.placeholder?.text, values: (one.options ?? []).map(({ value }) => value) }]
      : [],
  )
const buttons = (message: Message) =>
  elements(message).flatMap((one) => (one.type === 'button' ? [[one.text.text, one.value]] : []))
const problem = ({ blocks }: Message) =>
  checkMessage({ text: 'text', blocks: blocks as KnownBlock[] }, 'post')

function named(id: string, tag: string, more: Partial<Runbook> = {}): Runbook {
  return runbookOf([look('a')], { id, title: `About ${id}`, tags: [tag], ...more })
}

describe('all runbooks', () => {
  test('stand under their first tag, troubles first, with a menu each to open one', () => {
    const message = runbooksMessage(
      {
        all: [
          named('state', 'terraform', { title: 'Terraform: state lock held' }),
          named('oom', 'trouble'),
          named('pull', 'trouble'),
          named('deploy', 'operation'),
        ],
        broken: [],
      },
      slack,
    )
    expect(message.text.split('\n').slice(0, 4)).toEqual([
      '4 runbooks',
      'Trouble  About oom · About pull',
      'Operation  About deploy',
      'Terraform  state lock held',
    ])
    expect(menus(message)).toEqual([
      { name: 'Trouble (2)', values: ['runbook show oom', 'runbook show pull'] },
      { name: 'Operation (1)', values: ['runbook show deploy'] },
      { name: 'Terraform (1)', values: ['runbook show state'] },
    ])
  })

  test('are listed by id where nobody can press', () => {
    const message = runbooksMessage(
      { all: [named('oom', 'trouble')], broken: [] },
      { ...slack, buttons: false },
    )
    expect(message.text).toContain('`oom` About oom')
    expect(menus(message)).toEqual([])
  })

  test('that are broken are told with file, line and words, and no path; those to be reviewed are named', () => {
    const problems = [
      { line: 3, what: 'There is no check `steadystate`.' },
      { line: 9, what: 'x' },
    ]
    const { text } = runbooksMessage(
      {
        all: [named('oom', 'trouble', { reviewBy: '2026-11-27' })],
        broken: [{ file: '/etc/ohmy/runbooks/a.yaml', problems }],
      },
      slack,
    )
    expect(text).toContain('⚠️ a.yaml:3 There is no check `steadystate`. (1 more)')
    expect(text).not.toContain('/etc')
    expect(text).toContain('To be reviewed: `oom`')
  })

  test('are few lines however many there are', () => {
    const all = Array.from({ length: 900 }, (_, index) =>
      named(`r${index}`, `tag${index % 30}`, { title: `${'long '.repeat(29)}${index}` }),
    )
    const broken = Array.from({ length: 40 }, (_, index) => ({
      file: `f${index}.yaml`,
      problems: [{ line: 1, what: 'wrong '.repeat(200) }],
    }))
    const message = runbooksMessage({ all, broken }, slack)
    expect(problem(message)).toBeUndefined()
    expect(message.text).toContain('and 20 more tags')
    expect(message.text).toContain('… and 32 more that are broken')
    expect(menus(message)).toHaveLength(5)
  })
})

describe('what was found', () => {
  test('has its reason, and opens', () => {
    const found = [{ runbook: named('pull', 'trouble'), reason: 'is for images that cannot be pulled' }]
    const message = foundRunbooksMessage('CannotPull', found, slack)
    expect(message.text).toBe('For `CannotPull`\nAbout pull\nis for images that cannot be pulled')
    expect(buttons(message)).toEqual([['Open', 'runbook show pull']])
  })

  test('may be nothing', () => {
    expect(foundRunbooksMessage('<!channel>', [], slack).text).toContain('No runbook says anything about')
  })
})

describe('one runbook', () => {
  const runbook = runbookOf(
    [checkStep('steady'), act('more', 'scale {{ inputs.service }} +1'), look('end')],
    {
      severity: 'SEV-2',
      owner: 'platform',
      reviewBy: '2026-11-01',
      about: { mitigation: 'Run `it`.', meaning: 'It is *bad* <!channel>.' },
      inputs: [
        { name: 'service', type: 'service', required: true, fromAlert: true },
        { name: 'count', type: 'number', required: false, default: 4, fromAlert: false },
      ],
      match: { alarms: ['*-high-memory'], causes: ['out-of-memory'] },
    },
  )

  test('tells what it is about, what it would change, what it takes and who may', () => {
    const { text } = runbookMessage(runbook, slack)
    expect(text.split('\n')).toEqual([
      'Tasks keep restarting · SEV-2',
      'Meaning',
      'It is *bad* <!channel>.',
      'Mitigation',
      'Run it.',
      '3 steps',
      '1. steady',
      '2. more scale ‹service› +1',
      '3. end',
      'Look at end.',
      'It asks for `service`, `count` (4).',
      '`restart` · walked by the role operator and above · kept by platform · ⚠️ to be reviewed since 2026-11-01 · trouble · Offers itself for out-of-memory, alarms like `*-high-memory`.',
    ])
  })

  test('is begun by a form, for real or dry', () => {
    expect(buttons(runbookMessage(runbook, slack))).toEqual([
      ['Start', 'runbook start restart --ask'],
      ['Dry walk: change nothing', 'runbook start restart --ask --dry'],
    ])
    expect(buttons(runbookMessage(runbookOf([look('a')]), slack))).toEqual([
      ['Start', 'runbook start restart'],
    ])
  })

  test('that is a guide is read here, once', () => {
    const step = (title: string, text: string) =>
      ({ id: title, title, kind: 'instruction', text, evidence: false }) as const
    const guide = runbookOf(
      [
        step('Diagnosis: Look at the error.', 'Look at the error.'),
        step('Ask around.', 'Ask around.\n```\nwho\n```'),
        step('Recovery: Start again.', 'Start again. Then wait.'),
      ],
      { about: { diagnosis: '• Look at the error.' } },
    )
    const { text } = runbookMessage(guide, slack)
    expect(text.match(/Look at the error/g)).toHaveLength(1)
    expect(text).toContain('2. Ask around.\nwho\n3. Recovery: Start again. Then wait.')
  })

  test('fits Slack with 200 steps and the longest texts', () => {
    const steps = Array.from({ length: 200 }, (_, index) => ({
      ...look(`s${index}`),
      title: 't'.repeat(150),
      text: 'word '.repeat(500),
    }))
    const long = runbookOf(steps, {
      about: {
        meaning: 'm '.repeat(1_250),
        impact: 'i '.repeat(1_250),
        diagnosis: 'd '.repeat(1_250),
        mitigation: 'x '.repeat(1_250),
      },
    })
    const message = runbookMessage(long, slack)
    expect(problem(message)).toBeUndefined()
    expect(message.text).toMatch(/… and \d+ more: they are shown one by one/)
    expect(buttons(message)).toHaveLength(1)
  })
})
