import { describe, expect, it } from 'vitest'
import type { PauseHook } from '../../src/core/pause.js'
import type { SeenDeployment } from '../../src/pauses/ports.js'
import { withSeen } from '../../src/pauses/with-seen.js'
import { aaron, hook, now, place, record, rita, seen, seenHook } from './a-pause.js'

const later = now + 60_000
const look = (known: Partial<PauseHook>, told: Partial<SeenDeployment> = {}) =>
  withSeen(record({ hooks: [hook(known)] }), seen(told), { now: later, place })
const first = (...given: Parameters<typeof look>) => look(...given).hooks[0]
const sent = (action: 'CONTINUE' | 'ROLLBACK') =>
  ({ state: 'decided', decisions: [{ action, by: aaron, at: now }], sent: { action, at: now } }) as const

describe('what ECS tells', () => {
  it('is found with the stage and the share of traffic it is at; it is shown from then on', () => {
    const { place: _place, ...unseen } = record({ hooks: [] })
    const met = withSeen(unseen, seen(), { now: later, place })
    expect(met).toMatchObject({ place, traffic: 10, createdAt: seen().createdAt })
    expect(met.hooks).toEqual([{ ...hook(), stage: 'PRODUCTION_TRAFFIC_SHIFT', traffic: 10, foundAt: later }])
  })

  it('is shown nowhere as long as nothing waits for anybody', () => {
    const { place: _place, ...unseen } = record({ hooks: [] })
    const hooks = [seenHook({ kind: 'AWS_LAMBDA', status: 'IN_PROGRESS', function: 'check' })]
    expect(withSeen(unseen, seen({ hooks }), { now: later, place }).place).toBeUndefined()
  })

  it.each([
    ['SUCCEEDED', 'running', 'continued'],
    ['FAILED', 'going back', 'went back'],
    ['TIMED_OUT', 'going back', 'timed out'],
    ['FAILED', 'stopping', 'over'],
    ['AWAITING_ACTION', 'going back', 'over'],
    ['AWAITING_ACTION', 'stopped', 'over'],
  ] as const)('of a pause that waited, %s while it is %s: %s', (status, state, expected) => {
    expect(first({}, { state, hooks: [seenHook({ status })] })?.state).toBe(expected)
  })

  it('ends a pause that is told of no more, as far as the deployment shows', () => {
    expect(first({}, { hooks: [] })).toMatchObject({ state: 'continued', elsewhere: {} })
    expect(first({ until: later }, { hooks: [] })).toMatchObject({ state: 'timed out' })
    expect(first(sent('CONTINUE'), { hooks: [] })).toMatchObject({ state: 'continued' })
    expect(first(sent('CONTINUE'), { hooks: [] })?.elsewhere).toBeUndefined()
    expect(first(sent('ROLLBACK'), { hooks: [], state: 'going back' })).toMatchObject({ state: 'went back' })
  })

  it('is our doing only where it is what was sent', () => {
    const back = { state: 'going back', hooks: [seenHook({ status: 'FAILED' })] } as const
    expect(first(sent('ROLLBACK'), back)?.elsewhere).toBeUndefined()
    expect(first(sent('CONTINUE'), back)?.elsewhere).toEqual({})
    // Decided, and somebody in the console was faster than the call.
    expect(first({ ...sent('ROLLBACK'), sent: undefined } as never, back)?.elsewhere).toEqual({})
    expect(first({}, { ...back, operation: { id: 'op-2222222', goesBack: true } })?.elsewhere).toEqual({
      operation: 'op-2222222',
    })
    // An operation that only follows it has not answered it.
    const follows = { id: 'op-2222222', goesBack: false }
    expect(first({}, { hooks: [seenHook({ status: 'SUCCEEDED' })], operation: follows })?.elsewhere).toEqual(
      {},
    )
  })

  it('changes nothing of what is settled, and ends with the deployment', () => {
    const settled = hook({ state: 'continued', settledAt: now })
    const ended = withSeen(record({ hooks: [settled] }), seen({ state: 'succeeded', hooks: [] }), {
      now: later,
      place,
    })
    expect(ended.hooks).toEqual([settled])
    expect(ended.endedAt).toBe(later)
    expect(withSeen(ended, seen({ state: 'succeeded', hooks: [] }), { now: later + 1, place })).toEqual(ended)
  })

  it('says whether the operation that began it has the service, until what is decided is carried out', () => {
    const begun = record({ begunBy: { operation: 'op-2222222', by: rita } })
    const at = { operation: { id: 'op-2222222', goesBack: false } }
    const followed = withSeen(begun, seen(at), { now: later, place })
    expect(followed.isFollowed).toBe(true)
    const decided = { ...followed, hooks: [hook({ ...sent('CONTINUE') })] }
    expect(withSeen(decided, seen(), { now: later, place }).isFollowed).toBe(true)
    expect(withSeen(followed, seen(), { now: later, place }).isFollowed).toBeUndefined()
  })
})
