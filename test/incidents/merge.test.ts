import { describe, expect, it } from 'vitest'
import type { IncidentRecord } from '../../src/core/incident.js'
import { joined, unmerged } from '../../src/incidents/incident/endings.js'
import { wayOf } from '../../src/incidents/incident/merge.js'
import { minute, opened, start } from './fixtures.js'

const rita = { id: 'U1', name: 'Rita' } as const

/** Incidents by a letter, each opened a minute after the one before. */
function incidents(...those: readonly { readonly into?: string; readonly is?: Partial<IncidentRecord> }[]) {
  const all = those.map(
    ({ into, is }, index): IncidentRecord => ({
      ...opened,
      id: 'abcdefg'[index] ?? '',
      openedAt: start + index * minute,
      ...(into === undefined ? {} : { status: 'merged', mergedInto: into, mergedFrom: 'mitigating' }),
      ...is,
    }),
  )
  const find = async (id: string) => all.find((one) => one.id === id)
  return (id: string) => {
    const record = all.find((one) => one.id === id)
    if (record === undefined) throw new Error(`no ${id}`)
    return wayOf(record, find)
  }
}

describe('where a merge leads', () => {
  it('to the one that goes on, also over one that went into another meanwhile', async () => {
    const way = incidents({ into: 'b' }, { into: 'c' }, {})
    expect(await way('a')).toEqual({ kind: 'on', into: 'c' })
  })

  it('back, for the one that was opened first, where both went into each other; the other one waits for that', async () => {
    const way = incidents({ into: 'b' }, { into: 'a' })
    expect(await way('a')).toMatchObject({ kind: 'back', why: 'b went into this one at the same moment.' })
    expect(await way('b')).toEqual({ kind: 'wait' })
  })

  it('back for one alone, where three went round in a circle, and who went into the circle waits', async () => {
    const way = incidents({ into: 'b' }, { into: 'c' }, { into: 'a' }, { into: 'b' })
    expect((await Promise.all(['a', 'b', 'c'].map(way))).map(({ kind }) => kind)).toEqual([
      'back',
      'wait',
      'wait',
    ])
    expect((await way('d')).kind).toBe('wait')
  })

  it('back, where the other one was closed in the same moment, but not where that had taken it up before', async () => {
    expect(await incidents({ into: 'b' }, { is: { status: 'closed' } })('a')).toMatchObject({
      kind: 'back',
      why: 'b was closed at the same moment.',
    })
    expect(await incidents({ into: 'b' }, { is: { status: 'closed', joined: ['a'] } })('a')).toEqual({
      kind: 'on',
      into: 'b',
    })
    expect((await incidents({ into: 'zz' })('a')).kind).toBe('back')
  })
})

describe('an incident that another one goes into', () => {
  const joining = {
    from: 'inc-4p8w3xz',
    title: 'checkout fails',
    affectedSince: start - 20 * minute,
    openedAt: start - 10 * minute,
    services: ['backend'],
    environment: 'production',
    tasks: [{ number: 4, text: 'look', by: rita, at: start, owner: rita }],
  } as const

  it('takes its tasks, and counts from the earlier of both; the same again changes nothing', () => {
    const one = joined(opened, joining, rita, start)
    expect(one).toMatchObject({
      joined: ['inc-4p8w3xz'],
      affectedSince: start - 20 * minute,
      detectedAt: start - 10 * minute,
      services: ['backend'],
      tasks: [{ number: 1, text: 'look', owner: rita }],
    })
    expect(joined(one, joining, rita, start)).toBe(one)
    expect(() => joined({ ...opened, status: 'closed' }, joining, rita, start)).toThrow('is closed')
  })

  it('comes back as it was, where it cannot go on there after all', () => {
    const merged: IncidentRecord = {
      ...opened,
      status: 'merged',
      mergedInto: 'b',
      mergedFrom: 'mitigating',
      endedAt: start,
    }
    const back = unmerged(merged, 'b was closed at the same moment.', start)
    expect(back).toMatchObject({ status: 'mitigating', updateDue: start + 15 * minute })
    expect(back).not.toHaveProperty('endedAt')
    expect(back.entries.at(-1)?.text).toBe('b was closed at the same moment. It goes on here.')
  })
})
