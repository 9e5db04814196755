import { describe, expect, it } from 'vitest'
import type { Caller } from '../../src/core/caller.js'
import type { OnCall } from '../../src/core/on-call.js'
import type { PageRecord } from '../../src/core/page.js'
import { UserError } from '../../src/core/user-error.js'
import { afterCall, peopleToCall, toldBy } from '../../src/oncall/page/call.js'
import { firstCallAt, stepsFor } from '../../src/oncall/page/steps.js'
import { hearPageWord } from '../../src/oncall/page/words.js'

const minute = 60_000
const onCall: OnCall = {
  timeZone: 'Australia/Sydney',
  from: 0,
  weeks: 1,
  layers: [
    { name: 'primary', people: ['U0RITA'] },
    { name: 'secondary', people: ['U0AARON'] },
  ],
  escalation: [
    { to: 'primary', within: 15 * minute },
    { to: 'secondary', within: 30 * minute },
    { to: 'tech lead', people: ['U0VERA'], within: 45 * minute },
    { to: 'engineering manager', people: ['U0MAX'], within: 60 * minute },
  ],
  businessHours: { firstDay: 0, lastDay: 4, from: 540, until: 1_020 },
}
const begun: PageRecord = {
  v: 1,
  id: 'page-7k2m9qa',
  reason: 'by hand',
  title: 'checkout fails',
  severity: 2,
  place: { channel: 'C0' },
  state: 'waiting',
  begunAt: 0,
  nextAt: 0,
  steps: stepsFor(onCall, 2, 1),
  done: 0,
  calls: [],
  told: 0,
}
const ports = {
  onCall: async (layers: readonly string[]) =>
    onCall.layers.filter(({ name }) => layers.includes(name)).flatMap(({ people }) => people),
  nameOf: async (person: string) => person.slice(2),
}

/** Everybody who is called, by when, where nobody answers. */
async function wholeCourse(record: PageRecord): Promise<readonly string[]> {
  const found: string[] = []
  let now = record
  for (let step = now.steps[0]; step !== undefined; step = now.steps[now.done]) {
    const people = await peopleToCall(now, step, now.nextAt, ports)
    for (const { name } of people) found.push(`${now.nextAt / minute} ${name}`)
    now = afterCall(now, people, now.nextAt)
  }
  return [...found, `${now.nextAt / minute} nobody`]
}

describe('who is called when', () => {
  it('goes from step to step: 15, 30, 45, 60 minutes', async () => {
    expect(await wholeCourse(begun)).toEqual(['0 RITA', '15 AARON', '30 VERA', '45 MAX', '60 nobody'])
  })

  it('calls every layer at once for a SEV-1, then the others', async () => {
    const steps = stepsFor(onCall, 1, 1)
    expect(await wholeCourse({ ...begun, severity: 1, steps })).toEqual([
      '0 RITA',
      '0 AARON',
      '15 VERA',
      '30 MAX',
      '45 nobody',
    ])
  })

  it('leaves out whoever asks for it, and gives their time to nobody', async () => {
    const by = { id: 'U0AARON', name: 'Aaron' }
    expect(await wholeCourse({ ...begun, by })).toEqual(['0 RITA', '15 VERA', '30 MAX', '45 nobody'])
  })

  it.each([
    ['at once for a SEV-2', 2, '2026-11-28T12:00Z', '2026-11-28T12:00Z'],
    ['at once for a SEV-1', 1, '2026-11-28T12:00Z', '2026-11-28T12:00Z'],
    ['on Monday morning for a SEV-3 at the weekend', 3, '2026-11-28T12:00Z', '2026-11-29T22:00Z'],
    ['at once for a SEV-3 in business hours', 3, '2026-11-27T01:00Z', '2026-11-27T01:00Z'],
  ] as const)('%s', (_case, severity, now, expected) => {
    expect(firstCallAt(onCall, severity, Date.parse(now))).toBe(Date.parse(expected))
  })

  it('gives people their whole time from when they were told, where that was late', () => {
    const called = afterCall(begun, [{ id: 'U0RITA', name: 'Rita' }], 0)
    expect(toldBy(called, 1, 5_000, 30_000)).toMatchObject({ told: 1, nextAt: 15 * minute })
    expect(toldBy(called, 1, 40 * minute, 30_000)).toMatchObject({ told: 1, nextAt: 55 * minute })
  })
})

describe('an answer', () => {
  const caller = (id: string): Caller => ({ id, name: id.slice(2), origin: 'button' })
  const ack = (record: PageRecord, id: string) =>
    hearPageWord(record, { kind: 'ack', by: caller(id) }, minute)

  it('counts once; the same person again changes nothing, and another one is told who was first', () => {
    const answered = ack({ ...begun, state: 'calling' }, 'U0RITA')
    expect(answered).toMatchObject({ state: 'acknowledged', endedBy: { id: 'U0RITA' }, endedAt: minute })
    expect(ack(answered, 'U0RITA')).toBe(answered)
    expect(() => ack(answered, 'U0AARON')).toThrow('RITA has answered page-7k2m9qa already.')
  })

  it.each(['unanswered', 'cancelled'] as const)('does not count once it is %s: a page ends once', (state) => {
    expect(() => ack({ ...begun, state }, 'U0RITA')).toThrow(UserError)
  })

  it('is no answer when it is taken back, and nobody is called after that', () => {
    const word = { kind: 'cancel', by: caller('U0RITA'), reason: 'Rita took it back.' } as const
    const cancelled = hearPageWord({ ...begun, state: 'calling' }, word, minute)
    expect(cancelled.state).toBe('cancelled')
    expect(afterCall(cancelled, [{ id: 'U0AARON', name: 'Aaron' }], minute)).toBe(cancelled)
  })
})
