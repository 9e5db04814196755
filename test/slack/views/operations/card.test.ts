import { describe, expect, it } from 'vitest'
import { checkMessage } from '../../../../sandbox/workspace/blocks/message.js'
import { type OperationRecord, type StepRecord, wroteLast } from '../../../../src/core/operation.js'
import { operationCard } from '../../../../src/slack/views/operations/card.js'

const at = Date.UTC(2026, 10, 23, 12, 0)

function record(changes: Partial<OperationRecord> = {}): OperationRecord {
  return {
    v: 1,
    id: 'op-7k2m9qa',
    name: 'deploy-service',
    input: {},
    caller: { id: 'U1', name: 'Rita', origin: 'command' },
    plan: { summary: 'Deploy x to backend in staging', changes: [], warnings: [], basis: {} },
    fingerprint: 'f',
    state: 'succeeded',
    steps: [],
    requestedAt: at,
    startedAt: at,
    endedAt: at + 120_000,
    startBy: at,
    place: { channel: 'C1' },
    offers: { cancel: false, undo: false },
    ...changes,
  }
}

function done(title: string, detail?: string): StepRecord {
  return { title, state: 'done', startedAt: at, endedAt: at + 1, ...(detail === undefined ? {} : { detail }) }
}

const kinds = ({ blocks }: ReturnType<typeof operationCard>) => blocks.map(({ type }) => type)
const folded = ({ blocks }: ReturnType<typeof operationCard>) =>
  blocks.find((block) => block.type === 'container')

describe('the card of an operation that has ended', () => {
  it('well says how it is now, and has its steps behind one line', () => {
    const steps = [done('Register', 'backend:43'), done('Verify', '1 of 1 task running, no task died')]
    const card = operationCard(record({ steps }))
    expect(kinds(card)).toEqual(['section', 'section', 'container', 'context'])
    expect(folded(card)).toMatchObject({ title: { text: '2 steps' }, default_collapsed: true })
    expect(card.text.split('\n')).toEqual([
      '✅ Deploy x to backend in staging — Done after 2 min',
      '1 of 1 task running, no task died',
      '2 steps',
      '✓ Register — backend:43',
      '✓ Verify',
      'Asked by Rita · op-7k2m9qa',
    ])
  })

  it('badly tells the cause in the second line, what it means in the third, and folds the rest', () => {
    const card = operationCard(
      record({
        state: 'rolled back',
        steps: [done('Register'), { title: 'Follow', state: 'failed', startedAt: at }],
        outcomeReason: 'The version before goes on serving.',
        diagnosis: ['Out of memory.', wroteLast, '12:00:00  heap is full', '12:00:01  Killed'],
      }),
      undefined,
      {
        logs: { verb: 'logs', words: ['backend', 'staging'] },
        compare: { verb: 'compare', words: ['op-7k2m9qa'] },
      },
    )
    expect(card.text.split('\n').slice(0, 5)).toEqual([
      '🟠 Deploy x to backend in staging — Rolled back after 2 min',
      'Cause: Out of memory.',
      '`heap is full`',
      'The version before goes on serving.',
      'What it wrote last, and 2 steps',
    ])
    expect(folded(card)?.child_blocks.map(({ type }) => type)).toEqual(['rich_text', 'context'])
    expect(JSON.stringify(card.blocks.at(-1))).toMatch(/Logs.*Compare.*compare op-7k2m9qa/)
  })

  it('at once says nothing of milliseconds', () => {
    expect(operationCard(record({ endedAt: at + 34 })).text).toContain('staging — Done\n')
  })

  it('with eighty steps is a message that Slack takes', () => {
    const steps = Array.from({ length: 40 }, (_, index) => done(`service ${index}: ${'long '.repeat(40)}`))
    const { blocks, text } = operationCard(record({ steps, revert: steps, state: 'cancelled' }))
    expect(checkMessage({ text: 'x', blocks }, 'post')).toBeUndefined()
    expect(text).toContain('80 steps')
  })
})

describe('the card of an operation that goes on', () => {
  it('has a line for each step', () => {
    const steps: StepRecord[] = [done('Register'), { title: 'Update', state: 'pending' }]
    const { endedAt: _, ...running } = record({ steps, state: 'running' })
    expect(operationCard(running).text).toContain('✓ Register\n○ Update')
  })

  it('counts what is done and what is far off where there are many', () => {
    const steps: StepRecord[] = [
      ...Array.from({ length: 5 }, (_, index) => done(`one ${index}`)),
      { title: 'Follow', state: 'waiting', startedAt: at, detail: '1 of 2' },
      ...Array.from({ length: 5 }, (_, index) => ({ title: `later ${index}`, state: 'pending' as const })),
    ]
    const { endedAt: _, ...running } = record({ steps, state: 'running' })
    expect(operationCard(running).text.split('\n').slice(1, 6)).toEqual([
      '✓ 5 steps done',
      '◔ Follow — 1 of 2, since 12:00 UTC',
      '○ later 0',
      '○ later 1',
      '○ 3 more to come',
    ])
  })
})
