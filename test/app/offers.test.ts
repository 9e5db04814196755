import { describe, expect, test } from 'vitest'
import type { OperationRecord } from '../../src/core/operation.js'
import type { Runbook } from '../../src/core/runbook.js'
import type { EnvironmentStatus } from '../../src/core/status.js'
import { offerUnder } from '../../src/app/offers.js'
import { offerFor } from '../../src/runbooks/offer.js'
import { statusMessage } from '../../src/slack/views/status/status.js'
import { bestMatch } from '../../src/runbooks/best-match.js'
import { look, runbookOf } from '../runbooks/run/run-of.js'
import { createZone } from '../../src/core/time-zone.js'

const zone = createZone('Australia/Sydney')

const runbooks: readonly Runbook[] = [
  runbookOf([look('a')], {
    id: 'out-of-memory',
    title: 'Out of *memory*',
    match: { alarms: ['*-high-memory'], causes: ['out-of-memory'] },
  }),
]
const library = { bestFor: (trouble: Parameters<typeof bestMatch>[1]) => bestMatch(runbooks, trouble) }

const failed = {
  id: 'op-7k2m9qa',
  state: 'rolled back',
  failure: { reason: 'x', diagnosis: [], causes: ['out-of-memory'] },
  input: { environment: 'staging', services: [{ name: 'backend', service: 'ohmycoins-staging-backend' }] },
} as unknown as OperationRecord

describe('the offer under an operation', () => {
  test('is filled in with what is known', () => {
    expect(offerUnder(library, failed)?.line).toEqual({
      verb: 'runbook',
      words: ['start', 'out-of-memory', 'backend', 'staging'],
      options: { for: 'op-7k2m9qa' },
    })
  })

  test('names no service where several were changed', () => {
    const several = { ...failed, input: { environment: 'staging', services: [{ name: 'a' }, { name: 'b' }] } }
    expect(offerUnder(library, several as never)?.line.words).toEqual([
      'start',
      'out-of-memory',
      undefined,
      'staging',
    ])
  })

  test.each([
    ['it goes on', { state: 'running' }],
    ['it succeeded', { state: 'succeeded' }],
    ['nothing is known of why', { failure: undefined }],
    ['no runbook is for it', { causes: ['network'] }],
    ['it is part of a run', { parent: 'run-7k2m9qa' }],
  ])('is none where %s', (_what, more) => {
    expect(offerUnder(library, { ...failed, ...more } as never)).toBeUndefined()
  })
})

test('a status says which runbook fits, and where nobody can press what to type', () => {
  const offer = offerFor(
    library,
    { alarm: 'x-high-memory' },
    { environment: 'staging', under: 'x-high-memory' },
  )
  const status = {
    environment: 'staging',
    region: 'ap-southeast-2',
    cluster: 'c',
    at: 0,
    verdict: 'degraded',
    reason: '1 alarm',
    services: [],
    alarms: [],
    measurements: [],
    missing: [],
  } satisfies EnvironmentStatus
  if (offer === undefined) throw new Error('no offer')
  const { text } = statusMessage(status, { zone, offer, buttons: false })
  expect(text).toContain(
    'matches the alarm x-high-memory. Begin it with `/ohmy runbook start out-of-memory staging --for x-high-memory`.',
  )
  expect(JSON.stringify(statusMessage(status, { zone, offer }).blocks)).toContain('"style":"primary"')
})
