import { describe, expect, it } from 'vitest'
import type { CountedIncident } from '../../src/core/incident.js'
import type { OperationRecord } from '../../src/core/operation.js'
import { deploymentsIn } from '../../src/incidents/deployments.js'
import { figuresOf } from '../../src/incidents/figures.js'
import { minute, opened, start } from './fixtures.js'

const hour = 60 * minute
const day = 24 * hour
const time = { since: start - 90 * day, until: start }

let operations = 0
function operation(
  name: string,
  at: number,
  more: Partial<OperationRecord> = {},
  service = 'backend',
): OperationRecord {
  operations += 1
  return {
    v: 1,
    id: `op-${operations}`,
    name,
    input: inputOf(name, service),
    caller: { id: 'U1', name: 'Rita', origin: 'command' },
    plan: { summary: 'x', changes: [], warnings: [], basis: {} },
    fingerprint: 'x',
    state: 'succeeded',
    steps: [],
    requestedAt: at,
    startedAt: at,
    endedAt: at + 5 * minute,
    startBy: at + hour,
    place: { channel: 'C1' },
    offers: { cancel: false, undo: false },
    ...more,
  }
}

/** As they are kept: a deployment may be of several services. */
function inputOf(name: string, services: string): OperationRecord['input'] {
  const [first = '', ...others] = services
    .split(',')
    .map((one) => ({ environment: 'production', name: one, service: one, cluster: 'c' }))
  return name === 'deploy-service'
    ? { environment: 'production', services: [first, ...others] as never }
    : { service: first as never }
}

describe('deployments and what became of them', () => {
  it('of several services are one, taken back where one of them was', () => {
    const found = deploymentsIn([
      operation('deploy-service', start, {}, 'backend,frontend'),
      operation('rollback-service', start + hour, {}, 'frontend'),
      operation('deploy-service', start + day, {}, 'backend,frontend'),
      operation('rollback-service', start + day + hour, {}, 'worker'),
    ])
    expect(found.map(({ hasFailed, restored }) => [hasFailed, restored])).toEqual([
      [true, hour + 5 * minute],
      [false, undefined],
    ])
  })

  it('have failed where they failed, were taken back by themselves, undone, or rolled back from', () => {
    const undone = operation('deploy-service', start, {}, 'a')
    const found = deploymentsIn([
      undone,
      operation('deploy-service', start + hour, { undoes: undone.id }, 'a'),
      operation('deploy-service', start, { state: 'rolled back', endedAt: start + 12 * minute }, 'b'),
      operation('deploy-service', start, {}, 'c'),
      operation('rollback-service', start + 2 * hour, {}, 'c'),
      operation('deploy-service', start, { state: 'failed' }, 'd'),
      operation('deploy-service', start + 3 * hour, {}, 'd'),
      operation('deploy-service', start, { state: 'failed' }, 'e'),
    ])
    expect(found.map(({ hasFailed, restored }) => [hasFailed, restored])).toEqual([
      [true, hour + 5 * minute],
      [true, 12 * minute],
      [true, 2 * hour + 5 * minute],
      [true, 3 * hour + 5 * minute],
      [true, undefined],
      [false, undefined],
    ])
  })

  it('a rollback is held against the newest deployment of its service alone, and what did not start or was cancelled is none', () => {
    const { startedAt: _never, ...expired } = operation('deploy-service', start, { state: 'expired' })
    const found = deploymentsIn([
      operation('rollback-service', start + 3 * hour),
      operation('deploy-service', start + hour),
      operation('deploy-service', start),
      operation('deploy-service', start + hour, {}, 'frontend'),
      operation('deploy-service', start + hour, { state: 'cancelled' }, 'frontend'),
      operation('scale-service', start + hour),
      expired,
      operation('apply-dashboard', start, { input: { name: 'x' } }),
    ])
    expect(found.map(({ at, hasFailed }) => [at - start, hasFailed])).toEqual([
      [0, false],
      [hour, true],
      [hour, false],
    ])
  })
})

describe('how a team does', () => {
  const incident = (at: number, more: Partial<CountedIncident> = {}): CountedIncident => ({
    severity: 2,
    status: 'closed',
    environment: 'production',
    affectedSince: at,
    openedAt: at,
    acknowledgedAt: at + 4 * minute,
    resolvedAt: at + hour,
    ...more,
  })

  it('with nothing at all there is nothing to take a mean of', () => {
    const found = figuresOf([], [], time)
    expect(found).toMatchObject({ days: 90, deployments: 0, all: { count: 0, open: 0 }, deploymentsADay: 0 })
    for (const name of ['changeFailureRate', 'timeToRestore']) expect(found).not.toHaveProperty(name)
    expect(found.all).not.toHaveProperty('timeToResolve')
  })

  it('what is open is not resolved, and what went into another one is that one', () => {
    const { resolvedAt: _r, acknowledgedAt: _a, ...open } = incident(start - hour, { status: 'open' })
    const found = figuresOf(
      [
        incident(start - day),
        incident(start - 2 * day, { resolvedAt: start - 2 * day + 3 * hour }),
        open,
        incident(start - day, { status: 'merged' }),
        incident(start - 100 * day),
      ],
      [
        operation('deploy-service', start - day),
        operation('deploy-service', start - 2 * day, { state: 'failed' }),
      ],
      time,
    )
    expect(found.all).toEqual({ count: 3, open: 1, timeToAcknowledge: 4 * minute, timeToResolve: 2 * hour })
    expect(found.bySeverity[1]).toEqual({ count: 0, open: 0 })
    expect(found).toMatchObject({ deployments: 2, failedDeployments: 1, changeFailureRate: 0.5 })
    expect(found.timeToRestore).toBe(day + 5 * minute)
  })

  it.each([1, 7, 30, 90, 365, 400])(
    'counts each of thousands in one period of %i days, of which there are 20 at most',
    (days) => {
      const since = start - days * day
      const many = Array.from({ length: 5_000 }, (_, index) =>
        incident(since + Math.floor((index / 5_000) * days * day), {
          severity: ((index % 3) + 1) as 1 | 2 | 3,
        }),
      )
      const { course, all } = figuresOf(many, [], { since, until: start })
      expect(course.length).toBeLessThanOrEqual(20)
      expect(all.count).toBe(5_000)
      const counts = course.map(({ incidents }) => incidents[1] + incidents[2] + incidents[3])
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5_000)
      expect(course.map(({ from }) => from)).toEqual(course.map(({ from }) => from).toSorted((a, b) => a - b))
      expect(course[0]?.from).toBe(since)
    },
  )

  it('takes whole records as well', () => {
    expect(figuresOf([{ ...opened, openedAt: start - hour }], [], time).all).toEqual({ count: 1, open: 1 })
  })
})
