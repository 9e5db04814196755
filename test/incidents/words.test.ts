import { describe, expect, it } from 'vitest'
import type { IncidentRecord } from '../../src/core/incident.js'
import { hearIncidentWord, type IncidentWord } from '../../src/incidents/incident/words.js'
import { minute, opened, start } from './fixtures.js'

const people = { rita: { id: 'U1', name: 'Rita' }, aaron: { id: 'U2', name: 'Aaron' } } as const

type Said = IncidentWord extends infer Spoken
  ? Spoken extends IncidentWord
    ? Omit<Spoken, 'by'>
    : never
  : never

function hear(record: IncidentRecord, said: Said, who: keyof typeof people = 'rita', at = 1): IncidentRecord {
  const word = { ...said, by: { ...people[who], origin: 'command' } } as IncidentWord
  return hearIncidentWord(record, word, start + at * minute)
}

describe('a word to an incident', () => {
  it('acknowledges it once: the first time counts', () => {
    const led = hear(opened, { kind: 'role', role: 'commander' }, 'aaron', 2)
    expect(led).toMatchObject({ status: 'acknowledged', acknowledgedAt: start + 2 * minute, reminders: 0 })
    const later = hear(led, { kind: 'status', status: 'mitigating' }, 'rita', 9)
    expect(later.acknowledgedAt).toBe(start + 2 * minute)
  })

  it('that says what is so already changes nothing', () => {
    const led = hear(opened, { kind: 'role', role: 'commander' })
    expect(hear(led, { kind: 'role', role: 'commander' })).toBe(led)
    expect(hear(led, { kind: 'severity', severity: 1 })).toBe(led)
  })

  it('claims a role that nobody has; who is late is told who was first', () => {
    const led = hear(opened, { kind: 'role', role: 'commander' }, 'aaron')
    expect(() => hear(led, { kind: 'role', role: 'commander' })).toThrow('Aaron is commander already')
    const over = hear(led, { kind: 'role', role: 'commander', person: people.rita })
    expect(over.roles.commander).toEqual(people.rita)
  })

  it('moves when the next update is due: by an update, and by another severity', () => {
    const told = hear(opened, { kind: 'update', text: 'it gets better' }, 'rita', 10)
    expect(told.updateDue).toBe(start + 25 * minute)
    expect(hear(told, { kind: 'severity', severity: 2 }, 'rita', 11).updateDue).toBe(start + 40 * minute)
    expect(hear(told, { kind: 'severity', severity: 3 }, 'rita', 11).updateDue).toBeUndefined()
    const raised = hear({ ...opened, severity: 3 }, { kind: 'severity', severity: 1 }, 'rita', 120)
    expect(raised.updateDue).toBe(start + 135 * minute)
  })

  it('resolves it once; nothing is due any more, and mitigated is no later than resolved', () => {
    const over = hear(opened, { kind: 'resolve', cause: 'a loop', impact: 'none' }, 'rita', 30)
    expect(over).toMatchObject({ status: 'resolved', mitigatedAt: start + 30 * minute, cause: 'a loop' })
    expect(over.updateDue).toBeUndefined()
    expect(() => hear(over, { kind: 'resolve', cause: 'x', impact: 'y' }, 'aaron')).toThrow(
      'Rita has resolved it',
    )
    expect(() => hear(over, { kind: 'status', status: 'assessing' })).toThrow('Rita has resolved it')
    expect(() => hear(over, { kind: 'archive' })).toThrow('resolved, and watched')
    const again = hear(over, { kind: 'reopen' }, 'aaron', 40)
    expect(again).toMatchObject({ status: 'assessing', updateDue: start + 55 * minute })
    expect(again.resolvedAt).toBeUndefined()
  })

  it('after it was closed: notes and tasks count, the rest does not', () => {
    const closed = { ...opened, status: 'closed', endedAt: start } as const
    expect(() => hear(closed, { kind: 'update', text: 'late' })).toThrow('is closed')
    expect(hear(closed, { kind: 'note', text: 'late' }).entries).toHaveLength(1)
    expect(hear(closed, { kind: 'task', text: 'an alarm' }).tasks).toHaveLength(1)
    expect(hear(closed, { kind: 'reopen' })).toMatchObject({ status: 'assessing', rounds: 2 })
  })

  it('goes into another one, and says nothing of its own any more', () => {
    const merged = hear(opened, { kind: 'merge', into: 'inc-4p8w3xz' })
    expect(merged).toMatchObject({ status: 'merged', mergedInto: 'inc-4p8w3xz' })
    expect(() => hear(merged, { kind: 'reopen' })).toThrow('went into inc-4p8w3xz')
    expect(() => hear(opened, { kind: 'merge', into: opened.id })).toThrow('is this one itself')
  })

  it('does a task once', () => {
    const asked = hear(opened, { kind: 'task', text: 'look', owner: people.aaron })
    const done = hear(asked, { kind: 'task done', number: 1 }, 'aaron')
    expect(done.tasks[0]).toMatchObject({ owner: people.aaron, done: { by: people.aaron } })
    expect(() => hear(done, { kind: 'task done', number: 1 })).toThrow('Aaron has done task 1 already')
    expect(() => hear(done, { kind: 'task done', number: 2 })).toThrow('has no task 2')
  })
})
