import { describe, expect, it } from 'vitest'
import type { Json } from '../../../src/core/json.js'
import type { OperationRecord, OperationState, StepRecord } from '../../../src/core/operation.js'
import type { Release } from '../../../src/operations/service/service-release.js'
import { isVeto, verdictsOn } from '../../../src/operations/service/service-verdicts.js'
import { arn, deployed, image, now, ref, revision } from './release-facts.js'

const other = { ...ref, name: 'frontend', service: 'ohmycoins-prod-frontend' }

/** Steps of a release as far as they came; the last one is in that state. */
function steps(last: 'update' | 'follow' | 'verify', state: StepRecord['state'], prefix = ''): StepRecord[] {
  const titled = (title: string) =>
    prefix === '' ? title : `${prefix}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`
  const all = {
    register: { title: titled('Register the task definition'), detail: 'ohmycoins-prod-backend:43' },
    update: { title: titled('Update the service') },
    follow: { title: titled('Follow the rollout') },
    verify: { title: titled('Verify that it is good') },
  }
  const at = Object.keys(all).indexOf(last)
  return Object.values(all).map((step, index) => ({
    ...step,
    state: index < at ? 'done' : index === at ? state : 'pending',
  }))
}

const release: Release = {
  service: ref,
  from: arn(42),
  since: 'deployment-42',
  to: { kind: 'new', images: { backend: image('sprint-43') }, digests: {} },
}

function record(
  state: OperationState,
  recorded: readonly StepRecord[],
  changes: Partial<Omit<OperationRecord, 'v'>> & { releases?: readonly Release[] } = {},
): OperationRecord {
  const { releases = [release], ...rest } = changes
  return {
    v: 1,
    id: 'op-7k2m9qa',
    name: 'deploy-service',
    input: { environment: 'production', services: [{ ...ref }] },
    caller: { id: 'U1', name: 'Rita Requester', origin: 'command' },
    plan: {
      summary: 'Deploy',
      changes: [],
      warnings: [],
      basis: { releases: releases as unknown as Json, rollsBack: true },
    },
    fingerprint: 'f',
    state,
    steps: recorded,
    requestedAt: now - 7_200_000,
    startedAt: now - 7_200_000,
    endedAt: now - 3_600_000,
    startBy: now,
    place: { channel: 'C1' },
    offers: { cancel: false, undo: false },
    ...rest,
  }
}

/** Newest first: ohmy's own way back, the version it did not find good, and what ran before. */
const known = {
  history: [deployed(44, 1), deployed(43, 2), deployed(42, 9)],
  revisions: [revision(44, 42), revision(43), revision(42)],
}
const on = (...records: OperationRecord[]) => verdictsOn(records, ref, known).get('deployment-43')?.kind

describe('what ohmy’s own record says of a deployment', () => {
  it.each([
    ['was taken back after its verification failed', 'rolled back', steps('verify', 'failed'), 'taken back'],
    ['is being taken back', 'reverting', steps('verify', 'failed'), 'taken back'],
    ['did not pass where nothing is taken back', 'failed', steps('verify', 'failed'), 'not good'],
    ['was cancelled before it was verified', 'cancelled', steps('verify', 'waiting'), 'cancelled'],
    ['is still being verified', 'running', steps('verify', 'waiting'), 'in verification'],
    ['passed', 'succeeded', steps('verify', 'done'), undefined],
    ['was not verified by ohmy, and ECS went on', 'failed', steps('follow', 'failed'), undefined],
    ['never began', 'expired', [], undefined],
  ] as const)('%s', (_, state, recorded, kind) => {
    expect(on(record(state, recorded))).toBe(kind)
  })

  it('is about the service whose verification failed, not about those before it', () => {
    const first = { ...release, service: other, from: 'arn:aws:ecs:x:1:task-definition/front:1' }
    const both = { releases: [release, first] }
    const passed = [...steps('verify', 'done', 'backend'), ...steps('verify', 'failed', 'frontend')]
    expect(on(record('rolled back', passed, both))).toBeUndefined()
    const failed = [...steps('verify', 'failed', 'backend'), ...steps('update', 'pending', 'frontend')]
    expect(on(record('rolled back', failed, both))).toBe('taken back')
  })

  it('is about that deployment alone: the same version deployed again is another matter', () => {
    const again = {
      history: [deployed(45, 0), ...known.history],
      revisions: [revision(45, 43), ...known.revisions],
    }
    const verdicts = verdictsOn([record('rolled back', steps('verify', 'failed'))], ref, again)
    expect([...verdicts.keys()]).toEqual(['deployment-43'])
  })

  it('speaks of nothing that was never sent, and of no other service', () => {
    expect(on(record('rolled back', steps('update', 'pending')))).toBeUndefined()
    const elsewhere = verdictsOn([record('rolled back', steps('verify', 'failed'))], other, known)
    expect(elsewhere.size).toBe(0)
  })

  it('finds a restart and a task definition that were deployed by name', () => {
    const to = { kind: 'existing', taskDefinition: arn(43) } as const
    const recorded = steps('verify', 'failed').slice(1)
    expect(on(record('rolled back', recorded, { releases: [{ ...release, to }] }))).toBe('taken back')
    const restart = { ...release, from: arn(43), to: { kind: 'restart' as const, digests: {} } }
    expect(on(record('failed', recorded, { releases: [restart] }))).toBe('not good')
  })

  it('tells, and vetoes nothing, where a person took back what had passed', () => {
    const undoing = record('succeeded', steps('verify', 'done'), {
      input: { environment: 'production', services: [{ ...ref }], back: { of: 'op-1', services: [] } },
      releases: [
        {
          ...release,
          from: arn(43),
          since: 'deployment-43',
          to: { kind: 'existing', taskDefinition: arn(42) },
        },
      ],
    })
    const verdict = verdictsOn([undoing], ref, known).get('deployment-43')
    expect(verdict).toMatchObject({ kind: 'left', by: 'Rita Requester', operation: 'op-7k2m9qa' })
    expect(verdict !== undefined && isVeto(verdict)).toBe(false)
    const rolledBack = record('succeeded', steps('verify', 'done'), {
      name: 'rollback-service',
      plan: {
        ...undoing.plan,
        basis: {
          kind: 'return',
          release: { ...release, from: arn(43), since: 'deployment-43' } as unknown as Json,
        },
      },
    })
    expect(on(rolledBack)).toBe('left')
    expect(on(rolledBack, record('rolled back', steps('verify', 'failed')))).toBe('taken back')
  })
})
