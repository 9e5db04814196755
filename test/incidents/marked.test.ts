import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RoomEvent } from '../../src/core/incident-room.js'
import { hearIncidentWord } from '../../src/incidents/incident/words.js'
import { isInTimeline, wordsRead } from '../../src/incidents/incident/marked.js'
import { timelineOf } from '../../src/incidents/timeline.js'
import { opened } from './fixtures.js'

const by = { id: 'U0REQUEST', name: 'Rita Requester', origin: 'mention' } as const
const ts = '1764000000.000100'
const mark = (sign: string, on: boolean, at: number): RoomEvent => ({
  kind: 'mark',
  ts,
  sign,
  on,
  at: `17640000${at}.000000`,
})
const after = (events: readonly RoomEvent[]) =>
  events.reduce((record, event) => hearIncidentWord(record, { ...event, by }, 0), opened)
const message = { who: 'Vera', text: 'the pool is full', files: [] }

describe('a message that was marked', () => {
  it('is in the timeline as long as one sign is below it', () => {
    const marked = (events: readonly RoomEvent[]) => after(events).marked.map(isInTimeline)
    expect(marked([mark('pin', true, 10)])).toEqual([true])
    expect(marked([mark('pin', true, 10), mark('U1', true, 11), mark('pin', false, 12)])).toEqual([true])
    expect(marked([mark('pin', true, 10), mark('pin', false, 12)])).toEqual([false])
  })

  it('is the same whatever the order in which events come, and how often', () => {
    const events: readonly RoomEvent[] = [
      mark('pin', true, 10),
      mark('pin', false, 20),
      mark('U1', true, 11),
      mark('U1', false, 12),
      mark('U1', true, 13),
      mark('U2', true, 14),
      mark('U2', false, 15),
    ]
    const standing = (order: readonly RoomEvent[]) => {
      const [only] = after(order).marked
      return Object.entries(only?.signs ?? {})
        .map(([sign, { on }]) => `${sign} ${on}`)
        .toSorted((one, other) => (one < other ? -1 : 1))
    }
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }), (order) => {
        expect(standing(order)).toEqual(['U1 true', 'U2 false', 'pin false'])
      }),
    )
  })

  it('changes nothing when it is told again', () => {
    const once = after([mark('pin', true, 10)])
    expect(hearIncidentWord(once, { ...mark('pin', true, 10), by }, 0)).toBe(once)
    expect(hearIncidentWord(once, { kind: 'message changed', ts: '1.2', at: '3.4', by }, 0)).toBe(once)
  })

  it('loses its words with its last sign, and when it is deleted, whatever comes late', async () => {
    const marked = after([mark('pin', true, 10)])
    const [asked] = marked.marked
    const read = wordsRead(marked, asked as never, message)
    const lines = async (record: typeof read) =>
      (
        await timelineOf(record, 0, {
          between: async () => [],
          nameOf: async (id) => id,
          incident: async () => undefined,
          seen: async (environments) => environments,
        })
      ).map(({ text }) => text)
    expect(await lines(read)).toContain('the pool is full')
    const out = hearIncidentWord(read, { ...mark('pin', false, 11), by }, 0)
    expect(JSON.stringify(out)).not.toContain('the pool is full')
    const gone = hearIncidentWord(read, { kind: 'message deleted', ts, by }, 0)
    const late = hearIncidentWord(gone, { ...mark('U1', true, 99), by }, 0)
    expect(JSON.stringify(late)).not.toContain('the pool is full')
    expect(late.marked.map(isInTimeline)).toEqual([false])
  })

  it('is read again after an edit, and words that were read before it do not count', () => {
    const marked = after([mark('pin', true, 10)])
    const [asked] = marked.marked
    const edited = hearIncidentWord(marked, { kind: 'message changed', ts, at: '1764000030.000000', by }, 0)
    expect(edited.marked[0]?.isRead).toBe(false)
    expect(wordsRead(edited, asked as never, message)).toBe(edited)
    const read = wordsRead(edited, edited.marked[0] as never, message)
    expect(read.marked[0]).toMatchObject({ isRead: true, message })
    expect(hearIncidentWord(read, { kind: 'message changed', ts, at: '1764000020.000000', by }, 0)).toBe(read)
  })

  it('is no word of people: reminders go on', () => {
    const reminded = { ...opened, reminders: 2 }
    expect(hearIncidentWord(reminded, { ...mark('pin', true, 10), by }, 0).reminders).toBe(2)
  })
})
