import { describe, expect, it } from 'vitest'
import {
  comeTo,
  completed,
  ended,
  failedAt,
  rechecked,
  takenUp,
  triedAgain,
} from '../../../src/runbooks/run/walk.js'
import { act, checkStep, look, runOf } from './run-of.js'

const stateOf = (record: ReturnType<typeof runOf>, id: string) => record.steps.find((step) => step.id === id)

describe('coming to a step', () => {
  it('begins with the first one: people are waited for, checks run by themselves', () => {
    expect(runOf([look('a')])).toMatchObject({ at: 'a', steps: [{ state: 'waiting', startedAt: 1_000 }] })
    expect(runOf([checkStep('a')])).toMatchObject({ at: 'a', steps: [{ state: 'running' }] })
  })

  it('ends the run after the last one, and where a step says so', () => {
    expect(completed(runOf([look('a')]), 'a', {}, 2_000)).toMatchObject({
      state: 'done',
      endedAt: 2_000,
      reportsOwed: 3,
    })
    const early = completed(runOf([{ ...look('a'), next: 'end' }, look('b')]), 'a', {}, 2_000)
    expect(early.state).toBe('done')
    expect(stateOf(early, 'b')?.state).toBe('pending')
    expect('at' in early).toBe(false)
  })

  it('goes where a step says', () => {
    expect(completed(runOf([{ ...look('a'), next: 'c' }, look('b'), look('c')]), 'a', {}, 2_000).at).toBe('c')
  })

  it('fails a loop that goes round more often than the runbook allows', () => {
    let run = runOf([
      { ...look('a'), mostVisits: 2 },
      { ...look('b'), next: 'a', mostVisits: 9 },
    ])
    run = completed(completed(run, 'a', {}, 2_000), 'b', {}, 3_000)
    expect(stateOf(run, 'a')).toMatchObject({ state: 'waiting', visits: 2, attempt: 2 })
    run = completed(completed(run, 'a', {}, 4_000), 'b', {}, 5_000)
    expect(run).toMatchObject({ state: 'running', at: 'a' })
    expect(stateOf(run, 'a')).toMatchObject({ state: 'failed', reason: expect.stringContaining('2 times') })
  })

  it('keeps nothing of the visit before', () => {
    const steps = [
      { ...look('a'), mostVisits: 3 },
      { ...look('b'), next: 'a' },
    ]
    const run = completed(completed(runOf(steps), 'a', { note: 'seen' }, 2_000), 'b', {}, 3_000)
    expect(stateOf(run, 'a')).not.toHaveProperty('note')
  })
})

describe('what fails', () => {
  it.each([
    ['ask', { state: 'running', at: 'a' }],
    ['continue', { state: 'running', at: 'b' }],
    ['abort', { state: 'failed', outcomeReason: 'a: no room', stoppedAt: 'a' }],
    [{ goto: 'c' }, { state: 'running', at: 'c' }],
  ] as const)('is followed by what %o says', (onFailure, expected) => {
    const run = failedAt(runOf([{ ...look('a'), onFailure }, look('b'), look('c')]), 'a', 'no room', 2_000)
    expect(run).toMatchObject(expected)
    expect(stateOf(run, 'a')).toMatchObject({ state: 'failed', reason: 'no room' })
  })

  it('is tried again as often as it says, then people are asked', () => {
    let run = runOf([{ ...checkStep('a'), onFailure: { retry: 2 } }, look('b')])
    for (const attempt of [2, 3]) {
      run = failedAt(run, 'a', 'no', 2_000)
      expect(stateOf(run, 'a')).toMatchObject({ state: 'running', attempt })
    }
    run = failedAt(run, 'a', 'no', 2_000)
    expect(stateOf(run, 'a')).toMatchObject({ state: 'failed', attempt: 3 })
    expect(run).toMatchObject({ state: 'running', at: 'a' })
  })

  it('counts tries anew when it is come to again', () => {
    const steps = [{ ...checkStep('a'), onFailure: { retry: 1 }, mostVisits: 5 }, look('b')]
    const tried = triedAgain(runOf(steps), 'a', 2_000)
    const back = comeTo(completed(tried, 'a', {}, 3_000), 'a', 4_000)
    expect(stateOf(back, 'a')).toMatchObject({ tries: 1, visits: 2, attempt: 3 })
  })
})

describe('a dry walk', () => {
  it('comes to every step, and waits for nobody', () => {
    const run = runOf([look('a'), act('b')], { mode: 'dry' })
    expect(run.steps[0]?.state).toBe('running')
    expect(failedAt(run, 'a', 'refused', 2_000)).toMatchObject({
      at: 'b',
      steps: [{ state: 'failed' }, { state: 'running' }],
    })
  })
})

describe('a dry walk of steps that lead elsewhere', () => {
  it('comes to each of them, in order', () => {
    const steps = [{ ...look('a'), next: 'c' }, { ...look('b'), when: "inputs.how == 'hard'" }, look('c')]
    let run = runOf(steps, { mode: 'dry' })
    run = completed(run, 'a', { state: 'skipped' }, 2_000)
    expect(run.at).toBe('b')
    expect(failedAt(run, 'b', 'refused', 3_000).at).toBe('c')
  })
})

describe('an end', () => {
  it('is one: what comes later changes nothing', () => {
    const done = ended(runOf([look('a')]), 'done', 2_000)
    expect(ended(done, 'aborted', 3_000)).toBe(done)
  })

  it('is taken up again: each check before is looked at once more, in its order', () => {
    const steps = [checkStep('one'), checkStep('two'), look('three')]
    let run = completed(runOf(steps), 'one', { checked: { result: 'pass', figure: '1 of 1' } }, 2_000)
    run = completed(run, 'two', { checked: { result: 'fail', figure: '9 errors' } }, 3_000)
    run = takenUp(ended(run, 'aborted', 4_000), 'three', 5_000)
    expect(run.rechecks).toEqual(['one', 'two'])
    run = rechecked(run, 'one', { checked: { result: 'warn', figure: 'slow' } }, 6_000)
    // Said twice, after a crash.
    run = rechecked(run, 'one', { checked: { result: 'fail', figure: 'again' } }, 6_000)
    expect(stateOf(run, 'one')?.checked?.figure).toBe('slow')
    expect(stateOf(run, 'three')?.state).toBe('pending')
    run = rechecked(run, 'two', { checked: { result: 'pass', figure: '0 errors' } }, 7_000)
    expect(run).toMatchObject({ rechecks: [], at: 'three' })
    expect(stateOf(run, 'three')).toMatchObject({ state: 'waiting', startedAt: 7_000 })
  })
})
