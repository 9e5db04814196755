import { describe, expect, it } from 'vitest'
import type { OperationRecord } from '../../../src/core/operation.js'
import type { RunRecord } from '../../../src/core/run.js'
import type { RunPorts, Said } from '../../../src/runbooks/run/ports.js'
import { abandonedAfter, runFlow } from '../../../src/runbooks/run/run-flow.js'
import type { RunTurn } from '../../../src/runbooks/run/turn.js'
import type { RunWord } from '../../../src/runbooks/run/word.js'
import { hearRunWord } from '../../../src/runbooks/run/words.js'
import { act, look, mia, ravi, runOf } from './run-of.js'

/** A word; Mia's unless said. */
type Typed = RunWord extends infer W
  ? W extends RunWord
    ? Omit<W, 'by'> & { by?: RunWord['by'] }
    : never
  : never

/** A worker's look at a run. What is in `meanwhile` is done once, by somebody else, at that place of the look. */
function lookAt(begun: RunRecord, now: number) {
  let kept = begun
  let seen = begun
  const said: string[] = []
  const reports: string[] = []
  const operations = new Map<string, OperationRecord>()
  const meanwhile: { writes?: () => void; says?: () => void; holds?: () => void; attaches?: () => void } = {}
  let answer = (_line: string, _id: string): Said => ({ kind: 'said', words: 'It was done.' })
  const at = (what: keyof typeof meanwhile) => {
    const { [what]: act } = meanwhile
    delete meanwhile[what]
    act?.()
  }
  const ports: RunPorts = {
    check: async () => ({ result: 'pass', figure: 'fine' }),
    async say(line, _by, { operation }) {
      said.push(line)
      at('says')
      return answer(line, operation)
    },
    plan: async () => ({ kind: 'said', words: '' }),
    operation: async (id) => operations.get(id),
    isOutdated: async () => false,
    audit: async () => {},
    report: ({ state }) => ({ name: 'report.md', title: state, content: state }),
    attach: async (_message, files) => {
      at('attaches')
      reports.push(...(await files()).map(({ title }) => title))
    },
    timeScale: 1,
  }
  const turn: RunTurn = {
    id: begun.id,
    get record() {
      return seen
    },
    version: 1,
    ports,
    clock: { now: () => now },
    fence: '1',
    lost: new AbortController().signal,
    signal: new AbortController().signal,
    async write(change) {
      at('writes')
      // As with the store: the change is made on what others have written meanwhile.
      kept = change(kept)
      seen = kept
      return kept
    },
    async refresh() {
      seen = kept
      return kept
    },
    async hold() {
      at('holds')
    },
    checkpoint: () => {},
  }
  return {
    ...{ said, reports, operations, meanwhile },
    record: () => kept,
    say(word: Typed) {
      kept = hearRunWord(kept, { by: mia, ...word } as RunWord, now)
    },
    answers: (given: typeof answer) => {
      answer = given
    },
    async look() {
      for (let rounds = 0; rounds < 20; rounds++) {
        const next = await runFlow.look(turn)
        if (next === 'settled' || next.again > 0) return kept
        seen = kept
      }
      throw new Error('It looks for ever')
    },
  }
}

const stateOf = (record: RunRecord, id: string) => record.steps.find((step) => step.id === id)

describe('a timer that fires as somebody answers', () => {
  it('does not fail an action that was begun in the last moment', async () => {
    const run = lookAt(runOf([{ ...act('scale'), timeout: 60_000 }]), 61_000)
    run.meanwhile.writes = () => run.say({ kind: 'go', step: 'scale:1' })
    await run.look()
    expect(run.said).toEqual(['scale backend 2 staging'])
    expect(stateOf(run.record(), 'scale')).toMatchObject({ state: 'done' })
  })

  it('does not give up a run that somebody goes on with', async () => {
    const run = lookAt(runOf([look('logs'), look('dashboard')]), 1_000 + abandonedAfter)
    run.meanwhile.writes = () => run.say({ kind: 'done', step: 'logs:1', note: 'fine' })
    await run.look()
    expect(run.record()).toMatchObject({ state: 'running', at: 'dashboard' })
  })

  it('does not give up a run that was paused for long and goes on with a step that had failed', async () => {
    const failed = hearRunWord(runOf([look('logs')]), { kind: 'fail', by: mia }, 2_000)
    const paused = hearRunWord(failed, { kind: 'pause', by: mia }, 3_000)
    const resumed = hearRunWord(paused, { kind: 'resume', by: ravi }, abandonedAfter)
    const run = lookAt(resumed, abandonedAfter + 10_000)
    await run.look()
    expect(run.record()).toMatchObject({ state: 'running', at: 'logs' })
  })
})

describe('a report', () => {
  it('is owed by the end that comes after a run was taken up again', async () => {
    const stopped = hearRunWord(runOf([look('logs')]), { kind: 'abort', by: mia }, 2_000)
    const run = lookAt(stopped, 3_000)
    run.meanwhile.attaches = () => {
      run.say({ kind: 'from', by: ravi })
      run.say({ kind: 'done', by: ravi, note: 'fine' })
    }
    await run.look()
    expect(run.reports).toEqual(['aborted', 'done'])
  })
})

describe('an action', () => {
  const going = () => hearRunWord(runOf([act('scale'), look('after')]), { kind: 'go', by: mia }, 2_000)

  it.each(['abort', 'pause'] as const)('is not begun once somebody said %s', async (kind) => {
    const run = lookAt(going(), 3_000)
    run.meanwhile.holds = () => run.say({ kind })
    await run.look()
    expect(run.said).toEqual([])
  })

  it('that was done at once while its run was stopped is told as done', async () => {
    const run = lookAt(going(), 3_000)
    run.meanwhile.says = () => run.say({ kind: 'abort' })
    await run.look()
    expect(run.record().state).toBe('aborted')
    expect(stateOf(run.record(), 'scale')).toMatchObject({ state: 'done', outcome: 'succeeded' })
  })

  it('is followed, where the store took it and its answer was lost', async () => {
    const run = lookAt(going(), 3_000)
    run.answers((_line, id) => {
      run.operations.set(id, {
        id,
        state: 'running',
        caller: mia,
      } as Partial<OperationRecord> as OperationRecord)
      return { kind: 'refused', words: 'The store does not answer.' }
    })
    await run.look()
    const state = stateOf(run.record(), 'scale')
    expect(state).toMatchObject({ state: 'running', attempt: 1 })
    expect([...run.operations.keys()]).toEqual([state?.operation])
  })

  it('is begun again under the id of its try, where nothing came of it', async () => {
    const run = lookAt(going(), 3_000)
    run.answers(() => ({ kind: 'refused', words: 'Not here.' }))
    await run.look()
    expect(stateOf(run.record(), 'scale')).toMatchObject({
      state: 'waiting',
      attempt: 2,
      reason: 'Not here.',
    })
    expect(run.record().actions).toBe(0)
  })

  it('that had been left open does not end the step of a run that was taken up again', async () => {
    const stopped = hearRunWord(going(), { kind: 'abort', by: mia }, 2_500)
    const run = lookAt(stopped, 3_000)
    run.meanwhile.writes = () => run.say({ kind: 'from', by: ravi })
    await run.look()
    expect(stateOf(run.record(), 'scale')).toMatchObject({ state: 'waiting', attempt: 2 })
    run.say({ kind: 'go', step: 'scale:2', by: ravi })
    expect(stateOf(run.record(), 'scale')).toMatchObject({ state: 'running' })
  })
})
