import { describe, expect, it } from 'vitest'
import type { RunRecord } from '../../../src/core/run.js'
import { undoable } from '../../../src/core/run-steps.js'
import { UserError } from '../../../src/core/user-error.js'
import { completed, ended, failedAt, withStep } from '../../../src/runbooks/run/walk.js'
import type { RunWord } from '../../../src/runbooks/run/word.js'
import { hearRunWord } from '../../../src/runbooks/run/words.js'
import { act, checkStep, look, mia, ravi, runbookOf, runOf, vera } from './run-of.js'

type Said = RunWord extends infer W
  ? W extends RunWord
    ? Omit<W, 'by'> & { by?: RunWord['by'] }
    : never
  : never

function say(record: RunRecord, word: Said, now = 2_000): RunRecord {
  return hearRunWord(record, { by: mia, ...word } as RunWord, now)
}

function refusal(record: RunRecord, word: Said): UserError {
  try {
    say(record, word)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('It was not refused')
}

const stateOf = (record: RunRecord, id: string) => record.steps.find((step) => step.id === id)

describe('an instruction', () => {
  it('is done, and the next step is come to in the same word', () => {
    const run = say(runOf([look('logs'), look('dashboard')]), {
      kind: 'done',
      step: 'logs:1',
      note: '3 × 502',
    })
    expect(stateOf(run, 'logs')).toMatchObject({
      state: 'done',
      by: { name: 'Mia' },
      note: '3 × 502',
      endedAt: 2_000,
    })
    expect(run.at).toBe('dashboard')
    expect(stateOf(run, 'dashboard')).toMatchObject({ state: 'waiting', attempt: 1 })
  })

  it('is done once; who is late is told who was first', () => {
    const run = say(runOf([look('logs'), look('dashboard')]), { kind: 'done', step: 'logs:1', by: ravi })
    expect(refusal(run, { kind: 'done', step: 'logs:1' })).toMatchObject({
      code: 'step-late',
      what: 'Ravi has done “logs” already.',
      next: 'It is at “dashboard” now.',
    })
  })

  it('does not take a word that was on the screen before another try', () => {
    const failed = say(runOf([look('logs')]), { kind: 'fail', step: 'logs:1' })
    const again = say(failed, { kind: 'retry', step: 'logs:1' })
    expect(stateOf(again, 'logs')).toMatchObject({ state: 'waiting', attempt: 2 })
    expect(refusal(again, { kind: 'fail', step: 'logs:1' })).toMatchObject({
      code: 'step-late',
      what: '“logs” was tried since this button was made.',
      next: 'Press the button that its message has now.',
    })
    expect(say(again, { kind: 'done', step: 'logs:2' }).state).toBe('done')
  })

  it('that asks for evidence asks for a line', () => {
    const run = runOf([{ ...look('logs'), evidence: true }])
    expect(refusal(run, { kind: 'done' })).toMatchObject({
      code: 'note-missing',
      choice: { argument: 'note' },
    })
    expect(say(run, { kind: 'done', note: 'nothing' }).state).toBe('done')
  })

  it('is skipped with a reason only', () => {
    const run = runOf([look('logs')])
    expect(refusal(run, { kind: 'skip' }).code).toBe('note-missing')
    const skipped = say(run, { kind: 'skip', note: 'no access' })
    expect(stateOf(skipped, 'logs')).toMatchObject({ state: 'skipped', note: 'no access' })
    expect(skipped.state).toBe('done')
  })

  it('that failed waits for people, who try again, go on or stop', () => {
    const failed = say(runOf([look('logs'), look('next')]), { kind: 'fail', note: 'no answer' })
    expect(failed).toMatchObject({ state: 'running', at: 'logs' })
    expect(stateOf(failed, 'logs')).toMatchObject({ state: 'failed', reason: 'no answer' })
    expect(say(failed, { kind: 'skip' }).at).toBe('next')
    expect(say(failed, { kind: 'abort' })).toMatchObject({ state: 'aborted', stoppedAt: 'logs' })
  })
})

describe('an action', () => {
  const run = runOf([act('scale')])

  it('is begun by a press, once, as whoever pressed', () => {
    const going = say(run, { kind: 'go', step: 'scale:1', by: ravi })
    expect(stateOf(going, 'scale')).toMatchObject({ state: 'running', asked: { id: ravi.id } })
    expect(going.actions).toBe(1)
    expect(refusal(going, { kind: 'go', step: 'scale:1' }).code).toBe('step-not-now')
    expect(refusal(going, { kind: 'skip', step: 'scale:1', note: 'x' }).code).toBe('step-not-now')
  })

  it('that failed is begun anew by one press', () => {
    const failed = failedAt(say(run, { kind: 'go' }), 'scale', 'no room', 3_000, { outcome: 'failed' })
    const again = say(failed, { kind: 'retry', step: 'scale:1', by: ravi })
    expect(stateOf(again, 'scale')).toMatchObject({ state: 'running', attempt: 2, asked: { id: ravi.id } })
  })

  it('is not begun past the limit of its runbook', () => {
    const runbook = runbookOf([act('one'), act('two')], { limits: { runsAnHour: 6, actions: 1 } })
    const first = completed(
      say(runOf([], { runbook }), { kind: 'go' }),
      'one',
      { outcome: 'succeeded' },
      3_000,
    )
    expect(refusal(first, { kind: 'go' }).code).toBe('run-actions-limit')
  })
})

describe('decisions, questions and approvals', () => {
  const decision = {
    id: 'why',
    kind: 'decision',
    question: 'Why?',
    options: [{ label: 'Memory', next: 'memory' }, { label: 'Other' }],
  } as const

  it('goes where the option says', () => {
    const run = runOf([decision, look('other'), look('memory')])
    const chosen = say(run, { kind: 'choose', option: 'memory', step: 'why:1' })
    expect(chosen.at).toBe('memory')
    expect(stateOf(chosen, 'why')).toMatchObject({ choice: 'Memory', by: { name: 'Mia' } })
    expect(say(run, { kind: 'choose', option: 'Other' }).at).toBe('other')
    expect(refusal(run, { kind: 'choose', option: 'disk' })).toMatchObject({ code: 'option-unknown' })
  })

  it.each([
    ['number', '12', 12],
    ['number', 'twelve', undefined],
    ['number', '1e9', undefined],
    ['duration', '10m', 600_000],
    ['duration', 'long', undefined],
    ['enum', 'Soft', 'soft'],
    ['enum', 'other', undefined],
    ['text', ' <!channel> ', '<!channel>'],
    ['text', '  ', undefined],
  ] as const)('takes a typed answer: %s %s', (type, answer, expected) => {
    const run = runOf([{ id: 'n', kind: 'ask', question: 'How many?', type, options: ['soft', 'hard'] }])
    if (expected === undefined) expect(refusal(run, { kind: 'answer', answer }).code).toBe('answer-invalid')
    else expect(stateOf(say(run, { kind: 'answer', answer }), 'n')?.answer).toBe(expected)
  })

  it('is gone past by an approval alone: not by a skip, not after a no, not from a later step', () => {
    const gate = { id: 'told', kind: 'approval', text: 'Is it told?', role: 'approver' } as const
    const run = runOf([look('logs'), gate, look('after')])
    const waiting = say(run, { kind: 'done' })
    expect(refusal(waiting, { kind: 'skip', note: 'no time' }).code).toBe('approval-needed')
    const refused = say(waiting, { kind: 'reject', by: ravi })
    expect(refusal(refused, { kind: 'skip' }).code).toBe('approval-needed')
    const aborted = say(waiting, { kind: 'abort' })
    expect(refusal(aborted, { kind: 'from', step: 'after' }).code).toBe('approval-needed')
    expect(refusal(say(run, { kind: 'abort' }), { kind: 'from', step: 'after' }).code).toBe('approval-needed')
    const again = say(aborted, { kind: 'from' })
    const later = say(say(again, { kind: 'approve', by: ravi }), { kind: 'abort' })
    expect(say(later, { kind: 'from', step: 'after' }).at).toBe('after')
  })

  it('is never approved by whoever began the run or leads it', () => {
    const run = runOf([{ id: 'ok', kind: 'approval', text: 'Told?', role: 'approver' }, look('next')])
    expect(refusal(run, { kind: 'approve', by: mia }).code).toBe('own-approval')
    const led = say(run, { kind: 'take-over', by: ravi })
    expect(refusal(led, { kind: 'approve', by: ravi }).code).toBe('own-approval')
    expect(refusal(led, { kind: 'approve', by: mia }).code).toBe('own-approval')
    expect(say(run, { kind: 'approve', by: vera }).at).toBe('next')
    expect(stateOf(say(run, { kind: 'reject', by: mia }), 'ok')).toMatchObject({ state: 'failed' })
  })
})

describe('a run', () => {
  it('goes on before a wait is over, where somebody says why', () => {
    const run = runOf([{ id: 'warm', kind: 'wait', for: 600_000 }, look('after')])
    expect(refusal(run, { kind: 'skip' }).code).toBe('note-missing')
    const went = say(run, { kind: 'skip', note: 'it is warm' })
    expect(went.at).toBe('after')
    expect(stateOf(went, 'warm')).toMatchObject({ state: 'skipped', note: 'it is warm' })
  })

  it('stands still while it is paused, and its time with it', () => {
    const paused = say(runOf([look('logs')]), { kind: 'pause', by: ravi }, 2_000)
    expect(refusal(paused, { kind: 'done' }).code).toBe('run-paused')
    const resumed = say(paused, { kind: 'resume' }, 9_000)
    expect(stateOf(resumed, 'logs')?.startedAt).toBe(8_000)
    expect(say(resumed, { kind: 'done' }).state).toBe('done')
  })

  it('is handed over', () => {
    expect(say(runOf([look('logs')]), { kind: 'take-over', by: ravi }).lead).toEqual({
      id: ravi.id,
      name: 'Ravi',
    })
  })

  it('that has ended takes no word of a step', () => {
    const aborted = say(runOf([look('logs')]), { kind: 'abort', by: ravi })
    expect(refusal(aborted, { kind: 'done' })).toMatchObject({ code: 'run-ended' })
    expect(refusal(aborted, { kind: 'abort' }).what).toContain('Ravi stopped it')
    expect(refusal(aborted, { kind: 'pause' }).code).toBe('run-ended')
    expect(refusal(aborted, { kind: 'take-over' }).code).toBe('run-ended')
  })

  it('is taken up again from a step, checks before it looked at again first', () => {
    const steps = [checkStep('tasks'), look('logs'), look('fix')]
    const checked = completed(runOf(steps), 'tasks', { checked: { result: 'fail', figure: '0 of 1' } }, 2_000)
    const aborted = say(say(checked, { kind: 'done' }), { kind: 'abort' })
    expect(aborted.stoppedAt).toBe('fix')
    const open = say(aborted, { kind: 'from', step: 'fix', by: ravi })
    expect(open).toMatchObject({
      state: 'running',
      rechecks: ['tasks'],
      at: 'fix',
      rounds: 2,
      lead: { name: 'Ravi' },
    })
    expect(open.endedAt).toBeUndefined()
    expect(refusal(open, { kind: 'done' }).code).toBe('run-rechecking')
    expect(say(aborted, { kind: 'from' }).at).toBe('fix')
    expect(refusal(runOf(steps), { kind: 'from' }).code).toBe('run-not-stopped')
    expect(refusal(say(runOf([look('a')]), { kind: 'done' }), { kind: 'from' }).code).toBe('run-not-stopped')
    expect(refusal(aborted, { kind: 'from', step: 'nowhere' }).code).toBe('step-not-found')
  })

  it('offers the way back of its actions, the newest first', () => {
    const acted = (record: RunRecord, id: string, at: number) =>
      completed(say(record, { kind: 'go' }), id, { outcome: 'succeeded', operation: `op-${id}` }, at)
    const both = acted(acted(runOf([act('one'), act('two'), look('end')]), 'one', 3_000), 'two', 4_000)
    const run = ended(both, 'aborted', 5_000)
    expect(undoable(run).map(({ step }) => step.id)).toEqual(['two', 'one'])
    expect(refusal(run, { kind: 'undo', step: 'one' })).toMatchObject({ code: 'undo-order' })
    const back = say(run, { kind: 'undo', step: 'two', by: ravi })
    expect(stateOf(back, 'two')?.back).toMatchObject({ state: 'running', tries: 1, asked: { id: ravi.id } })
    expect(say(back, { kind: 'undo', step: 'two' })).toBe(back)
    const done = withStep(back, 'two', { back: { asked: ravi, tries: 1, state: 'done' } })
    expect(stateOf(say(done, { kind: 'undo', step: 'one' }), 'one')?.back?.state).toBe('running')
    expect(refusal(done, { kind: 'undo', step: 'two' }).code).toBe('nothing-to-undo')
  })
})
