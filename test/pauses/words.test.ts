import { describe, expect, it } from 'vitest'
import type { PauseHook, PauseRecord } from '../../src/core/pause.js'
import { hearPause } from '../../src/pauses/words.js'
import { aaron, hook, hour, maya, now, record, rita } from './a-pause.js'

const rule = { count: 1, role: 'approver' } as const
const says = (
  about: PauseRecord,
  by = aaron,
  {
    action = 'CONTINUE',
    named = hook().id,
    count = 1,
    at = now,
  }: {
    action?: 'CONTINUE' | 'ROLLBACK'
    named?: string
    count?: number
    at?: number
  } = {},
) => hearPause(about, { kind: 'decide', by, hook: named, action }, { ...rule, count }, at)

const only = ({ hooks: [first] }: PauseRecord): PauseHook => first ?? hook()
const decided = (changes: Partial<PauseHook> = {}) =>
  record({
    hooks: [hook({ state: 'decided', decisions: [{ action: 'CONTINUE', by: aaron, at: now }], ...changes })],
  })

describe('a decision', () => {
  it('is taken with who took it', () => {
    expect(only(says(record()))).toMatchObject({
      state: 'decided',
      decisions: [{ action: 'CONTINUE', by: aaron }],
    })
  })

  it('to go on takes as many people as the policy says, to go back one', () => {
    const one = says(record(), aaron, { count: 2 })
    expect(only(one).state).toBe('waiting')
    expect(() => says(one, aaron, { count: 2 })).toThrow('You have said already')
    expect(only(says(one, maya, { count: 2 })).state).toBe('decided')
    expect(only(says(one, maya, { count: 2, action: 'ROLLBACK' })).state).toBe('decided')
  })

  it('is of the hook that was shown alone', () => {
    const both = record({ hooks: [hook(), hook({ id: 'ecs-pause-second00X' })] })
    expect(says(both, aaron, { named: 'second00' }).hooks.map(({ state }) => state)).toEqual([
      'waiting',
      'decided',
    ])
    expect(() => says(both, aaron, { named: 'another0' })).toThrow(
      'deployment-7k2m9qa has no such hook. What waits is `--hook e7tK9G_W` and `--hook second00`.',
    )
    // Less than what is shown could mean any of them.
    expect(() => says(both, aaron, { named: 'second' })).toThrow('has no such hook')
    expect(() => says(both, aaron, { named: 'SECOND00' })).toThrow('has no such hook')
  })

  it('of a function is nobody’s', () => {
    const waits = record({ hooks: [hook({ kind: 'AWS_LAMBDA' })] })
    expect(() => says(waits)).toThrow('Nothing waits there for anybody.')
  })

  it('is not taken of the person an agent asked for', () => {
    const begunBy = { operation: 'op-2222222', by: { id: 'agent:scout', name: 'scout' }, behind: rita }
    const theirs = record({ begunBy })
    expect(() => says(theirs, rita)).toThrow('scout asked for this deployment for you')
    expect(only(says(theirs, aaron)).state).toBe('decided')
  })

  it('lets nothing go on while nobody can tell whose deployment it is; going back is possible', () => {
    const unread = record({ isAskerUnread: true })
    expect(() => says(unread)).toThrow('AWS does not tell now')
    expect(only(says(unread, aaron, { action: 'ROLLBACK' })).state).toBe('decided')
  })

  it.each(['CONTINUE', 'ROLLBACK'] as const)(
    '%s is not taken of whoever asked for the deployment',
    (action) => {
      const own = record({ begunBy: { operation: 'op-2222222', by: rita }, isFollowed: true })
      expect(() => says(own, rita, { action })).toThrow('You asked for this deployment yourself')
      expect(only(says(own, aaron, { action })).state).toBe('decided')
      try {
        says(own, rita, { action })
      } catch (error) {
        expect(error).toMatchObject({ code: 'own-request', offers: [{ line: 'cancel op-2222222' }] })
      }
    },
  )

  it('comes too late after another, and reads that one', () => {
    expect(() => says(decided(), maya)).toThrow('This was decided already: Aaron let it go on.')
    const back = decided({ decisions: [{ action: 'ROLLBACK', by: aaron, at: now }], state: 'went back' })
    expect(() => says(back, maya)).toThrow('This was decided already: Aaron sent it back.')
  })

  it.each([
    [{ state: 'timed out' } as const, 'Nobody decided in time, so ECS goes back by itself.'],
    [
      {
        state: 'timed out',
        timeoutAction: 'CONTINUE',
        decisions: [{ action: 'CONTINUE', by: maya, at: now }],
      } as const,
      'Nobody decided in time, so ECS went on by itself. The word of Maya came too late.',
    ],
    [{ state: 'continued', elsewhere: {} } as const, 'It was let go on outside of ohmy.'],
    [
      { state: 'went back', elsewhere: { operation: 'op-2222222' } } as const,
      'It was told to go back by op-2222222.',
    ],
  ])('after %j says what became of it', (changes, words) => {
    expect(() => says(record({ hooks: [hook(changes)] }))).toThrow(words)
  })

  it('is not taken once its time is over, nor of a deployment that does not go on', () => {
    expect(() => says(record(), aaron, { at: now + hour })).toThrow('the time of the pause is over')
    expect(() => says(record({ state: 'going back' }))).toThrow('is on its way back.')
    expect(() => says(record({ state: 'stopped', superseded: true, endedAt: now }))).toThrow(
      'was replaced by another deployment.',
    )
  })
})
