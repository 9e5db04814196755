import { describe, expect, it } from 'vitest'
import type { Wait } from '../../src/core/wait.js'
import type { Turn } from '../../src/flow/flow.js'
import { type Stand, type WaitPorts, waitFlow, waitsFor } from '../../src/waits/wait-flow.js'

const wait: Wait = {
  v: 1,
  id: 'wait-7k2m9qa',
  caller: { id: 'U1', name: 'Aaron', origin: 'button' },
  obstacle: { kind: 'bar', environment: 'staging', services: ['backend'], names: ['service:c/backend'] },
  askedAt: 0,
  until: waitsFor,
  locked: ['staging'],
  state: 'waiting',
}

/** One look at a given time; gives the record after it, when it is looked at again, and who was told. */
async function lookAt(record: Wait, stand: Stand, now: number) {
  const told: Wait[] = []
  let kept = record
  const ports: WaitPorts = {
    look: () => Promise.resolve(stand),
    tell: (one) => Promise.resolve(void told.push(one)),
    timeScale: 1,
  }
  const turn = {
    get record() {
      return kept
    },
    ports,
    clock: { now: () => now },
    write: (change: (one: Wait) => Wait) => Promise.resolve((kept = change(kept))),
    checkpoint: () => undefined,
  } as unknown as Turn<Wait, WaitPorts>
  const next = await waitFlow.look(turn)
  return { record: kept, next, told }
}

describe('a person who waits', () => {
  const inTheWay: Stand = { kind: 'in the way', locked: ['staging'] }

  it('is looked after often at first, seldom later, and never past the end', async () => {
    expect((await lookAt(wait, inTheWay, 5_000)).next).toEqual({ again: 2_000 })
    expect((await lookAt(wait, inTheWay, 3_600_000)).next).toEqual({ again: 15_000 })
    expect((await lookAt(wait, inTheWay, waitsFor - 700)).next).toEqual({ again: 700 })
  })

  it('remembers what was locked, and writes nothing where that is no news', async () => {
    expect((await lookAt(wait, inTheWay, 1)).record).toBe(wait)
    const more = await lookAt(wait, { kind: 'in the way', locked: ['everything'] }, 1)
    expect(more.record.locked).toEqual(['staging', 'everything'])
  })

  it('is told after a week that nobody looks any more', async () => {
    const { record } = await lookAt(wait, inTheWay, waitsFor)
    expect(record.state).toBe('given up')
    expect((await lookAt(record, inTheWay, waitsFor)).told).toEqual([record])
  })

  it('is told of what others freed, and of what nobody did, but not of their own act', async () => {
    for (const [stand, state] of [
      [{ kind: 'free', by: 'U2' }, 'free'],
      [{ kind: 'free' }, 'free'],
      [{ kind: 'free', by: 'U1' }, 'own act'],
    ] as const) {
      const { record } = await lookAt(wait, stand, 10)
      expect(record.state).toBe(state)
      const last = await lookAt(record, stand, 20)
      expect(last.told).toHaveLength(state === 'free' ? 1 : 0)
      expect(last.next).toBe('settled')
    }
  })

  it('holds one place of ten, and one for the same thing, until it has ended', () => {
    expect(waitFlow.about(wait).holds).toEqual([
      { name: 'waits of U1', most: 10 },
      { name: 'wait of U1 for staging service:c/backend ', most: 1 },
    ])
    expect(waitFlow.about({ ...wait, state: 'free' }).holds).toEqual([])
  })
})
